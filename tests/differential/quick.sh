# SPDX-License-Identifier: Apache-2.0
# Random programs print the same natively and in the sandbox.  The seeds are
# fixed here; scripts/test.sh --deep or differential.py itself runs hundreds.
# RUN: python3 "$D/differential.py" --seeds 1-40 --csmith 1-12 --keep "$BUILD/differential"
# OUT~: , 0 different$
# TIMEOUT: 900
