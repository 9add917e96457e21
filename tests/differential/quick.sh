# SPDX-License-Identifier: Apache-2.0
# Random programs print the same natively and in the sandbox.  The seeds are
# fixed here; `differential.py --seeds 1-300 --csmith 1-100 --every` is the deep run.
# RUN: python3 "$D/differential.py" --seeds 1-40 --csmith 1-12 --keep "$BUILD/differential"
# OUT~: , 0 different$
# TIMEOUT: 900
