#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tar_corpus.py FOLDER: small images of every format, as inputs for fuzz_tar."""
import os
import subprocess
import sys
import tarfile

folder = sys.argv[1]
os.makedirs("t/d")
with open("t/file", "w") as f:
    f.write("contents\n")
with open("t/" + "n" * 120, "w") as f:
    f.write("x")
with open("t/sparse", "wb") as f:
    for i in range(30):
        f.seek(i * 4096)
        f.write(b"s")
os.link("t/file", "t/hard")
os.symlink("file", "t/soft")
os.symlink("l" * 150, "t/longlink")
os.mkfifo("t/fifo")

options = {f: ["--format=" + f] for f in ("v7", "oldgnu", "gnu", "ustar", "pax")}
options["sparse-gnu"] = ["--format=gnu", "--sparse"]
for version in ("0.0", "0.1", "1.0"):
    options["sparse-" + version] = ["--format=pax", "--sparse", "--sparse-version=" + version]
options["incremental"] = ["--format=gnu", "--listed-incremental=/dev/null"]
options["label"] = ["--format=gnu", "--label=label"]
for name, args in options.items():
    # v7 and ustar leave out what they can not hold, with a warning.
    subprocess.run(["tar", "-b", "1", "-cf", os.path.join(folder, name), *args, "t"], stderr=subprocess.DEVNULL)

# Values that GNU tar does not write by itself: a global header, numbers that need pax.
with tarfile.open(os.path.join(folder, "global"), "w", format=tarfile.PAX_FORMAT,
                  pax_headers={"mtime": "12.5", "comment": "c"}) as t:
    info = tarfile.TarInfo("big-ids")
    info.uid = info.gid = 3000000
    info.mtime = -1.25
    t.addfile(info)
with open(os.path.join(folder, "zeros"), "wb") as f:
    f.write(bytes(1024))
with open(os.path.join(folder, "empty"), "wb"):
    pass
