# SPDX-License-Identifier: Apache-2.0
"""Small archives as a start for fuzz_archive.c: archives.py FOLDER"""
import io
import os
import sys
import tarfile

LONG = "/".join(["folder" * 9] * 5)
MEMBERS = [("file", tarfile.REGTYPE, "", b"contents"), ("folder", tarfile.DIRTYPE, "", b""), ("folder/link", tarfile.SYMTYPE, "../file", b""),
           ("hard", tarfile.LNKTYPE, "file", b""), ("../out", tarfile.REGTYPE, "", b"x"), ("/root", tarfile.REGTYPE, "", b""),
           ("away", tarfile.SYMTYPE, "/etc/passwd", b""), ("pipe", tarfile.FIFOTYPE, "", b""), ("device", tarfile.CHRTYPE, "", b""),
           (LONG, tarfile.REGTYPE, "", b"long"), ("to", tarfile.SYMTYPE, LONG, b""), ("file/below", tarfile.REGTYPE, "", b"")]


def main():
    for number, form in enumerate((tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)):
        for last in (3, 8, len(MEMBERS)):
            path = os.path.join(sys.argv[1], f"{number}-{last}.tar")
            with tarfile.open(path, "w", format=form) as archive:
                for name, kind, link, contents in MEMBERS[:last]:
                    member = tarfile.TarInfo(name)
                    member.type, member.linkname, member.size, member.mtime = kind, link, len(contents), 1.5
                    try:
                        archive.addfile(member, io.BytesIO(contents))
                    except ValueError:
                        pass  # too long for ustar
            os.truncate(path, min(os.path.getsize(path), 8192))


main()
