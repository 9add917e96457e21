# SPDX-License-Identifier: Apache-2.0
"""terminal.py: sandboxed programs on a terminal, as a person uses them."""
import os
import pty
import select
import signal
import subprocess
import sys
import time

DEADLINE = 40  # seconds for any step: the machine may be busy


def lives(pid):
    """Not so a zombie: whoever inherited it may take its time to ask how it ended."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as f:
            return f.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Terminal:
    """A command on a pseudo-terminal of its own, with job control's signals."""

    def __init__(self, *command):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(command[0], command)
        self.text = ""

    def expect(self, wanted):
        end = time.monotonic() + DEADLINE
        while wanted not in self.text:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                sys.exit(f"no {wanted!r} in {self.text!r}")
            try:
                self.text += os.read(self.fd, 4096).decode(errors="replace").replace("\r\n", "\n")
            except OSError:
                sys.exit(f"it ended without {wanted!r}: {self.text!r}")
        before, self.text = self.text.split(wanted, 1)
        return before

    def type(self, text):
        os.write(self.fd, text.encode())

    def repeat(self, word):
        """Types lines until one has got both its echo and the program's answer."""
        for attempt in range(DEADLINE):
            line = f"{word}{attempt}\n"
            self.type(line)
            end = time.monotonic() + 1
            while (left := end - time.monotonic()) > 0:
                if select.select([self.fd], [], [], left)[0]:
                    self.text += os.read(self.fd, 4096).decode(errors="replace").replace("\r\n", "\n")
                if self.text.count(line) >= 2:
                    return
        sys.exit(f"no answer to {word}: {self.text!r}")

    def insist(self, typed, wanted):
        """Types until it is answered: for a shell that sets the terminal up."""
        for _ in range(DEADLINE):
            self.type(typed)
            end = time.monotonic() + 1
            while (left := end - time.monotonic()) > 0:
                if select.select([self.fd], [], [], left)[0]:
                    self.text += os.read(self.fd, 4096).decode(errors="replace").replace("\r\n", "\n")
                if wanted in self.text:
                    self.text = self.text.split(wanted, 1)[1]
                    return
        sys.exit(f"no {wanted!r} after {typed!r}: {self.text!r}")

    def status(self):
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            # Somebody must read what it says at its end.
            if select.select([self.fd], [], [], 0.05)[0]:
                try:
                    self.text += os.read(self.fd, 4096).decode(errors="replace")
                except OSError:
                    time.sleep(0.05)
        sys.exit(f"it did not end: {self.text!r}")


def equal(found, wanted):
    if found != wanted:
        sys.exit(f"{found!r} is not {wanted!r}")


def main():
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests under nohup ignores it
    # The program sees the terminal, and answers line by line.
    t = Terminal("zvm", "run", "probe", "tty")
    t.expect("1 1 1\n")
    equal(t.status(), 0)
    t = Terminal("zvm", "run", "probe", "copy")
    for line in "one\n", "two\n":
        t.type(line)
        t.expect(line)  # the terminal's echo
        t.expect(line)  # the program's answer
    t.type("\x04")
    equal(t.status(), 0)

    # Ctrl-C ends a program that computes, and one that waits for input: 130, silently.
    for arguments in ("spin",), ("copy",):
        t = Terminal("zvm", "run", "probe", *arguments)
        if arguments == ("copy",):
            t.type("ready\n")
            t.expect("ready\nready\n")
        else:
            t.expect("spinning\n")
        t.type("\x03")
        equal(t.status(), 130)
        equal(t.text.replace("^C", "").strip(), "")

    # Ctrl-\ likewise; and in a shell's pipeline everything ends.
    t = Terminal("zvm", "run", "probe", "spin")
    t.expect("spinning\n")
    t.type("\x1c")
    equal(t.status(), 131)
    t = Terminal("sh", "-c", "zvm run probe spin | zvm run probe tty; echo over")
    time.sleep(2)
    t.type("\x03")
    t.status()

    # Ctrl-Z stops it, fg goes on where it was.
    t = Terminal("bash", "--norc", "--noprofile", "-i")
    t.type("PS1=; set +o history\n")
    t.type("zvm run probe copy\n")
    # The shell sets the terminal up, and may lose what is typed meanwhile; so after fg.
    t.repeat("ready")
    t.type("\x1a")
    t.expect("Stopped")
    t.expect("zvm run probe copy\n")
    t.insist("fg\n", "zvm run probe copy\n")
    t.repeat("again")
    t.type("\x04")
    t.type("echo status=$?\nexit\n")
    t.expect("status=0\n")
    t.status()

    # The window is closed: nothing stays behind.
    t = Terminal("sh", "-c", "zvm run probe spin & echo pid=$!; wait")
    pid = int(t.expect("spinning\n").split("pid=")[1].split()[0])
    os.close(t.fd)
    end = time.monotonic() + DEADLINE
    while lives(pid):
        if time.monotonic() > end:
            sys.exit("it outlived its terminal")
        time.sleep(0.05)
    os.waitpid(t.pid, 0)

    # kill ends the program, not only zvm; a killed zvm leaves nothing behind.
    for number, status in (signal.SIGTERM, 143), (signal.SIGHUP, 129):
        p = subprocess.Popen(["zvm", "run", "probe", "spin"], stdout=subprocess.PIPE)
        equal(p.stdout.readline(), b"spinning\n")
        p.send_signal(number)
        equal(p.wait(DEADLINE), status)
    p = subprocess.Popen(["zvm", "run", "probe", "copy"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    p.stdin.write(b"ready\n" * 10000)  # more than a read of the program takes
    p.stdin.flush()
    equal(p.stdout.readline(), b"ready\n")
    p.kill()
    p.wait(DEADLINE)
    # The loader held the other end of the pipe.
    if not select.select([p.stdout], [], [], DEADLINE)[0]:
        sys.exit("the loader outlived zvm")
    while p.stdout.read1(65536):
        pass
    print("all well")


if __name__ == "__main__":
    main()
