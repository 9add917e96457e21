# SPDX-License-Identifier: Apache-2.0
# Read by CMake behind its own rules for Linux, which promise shared libraries.
set_property(GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS FALSE)
