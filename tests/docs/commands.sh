# SPDX-License-Identifier: Apache-2.0
# The commands in README.md and docs/ do what the text says.
# RUN: python3 "$D/commands.py" "$SRC"
# TIMEOUT: 900
