"""Fetches the notebooks' Python packages for other systems and versions than this one.

usage: pack_wheels.py CONSTRAINTS FOLDER PYTHON...

`pip download` alone would judge the markers (`sys_platform == 'win32'`) by the machine it runs on.
"""
import subprocess
import sys
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement

GLIBC = ("2_5", "2_12", "2_17", "2_24", "2_26", "2_27", "2_28")
SYSTEMS = {
    "linux-x86_64": ([f"manylinux_{v}_x86_64" for v in GLIBC] + ["manylinux2014_x86_64"], "linux", "posix"),
    "linux-aarch64": ([f"manylinux_{v}_aarch64" for v in GLIBC] + ["manylinux2014_aarch64"], "linux", "posix"),
    "windows-x86_64": (["win_amd64"], "win32", "nt"),
    "macos-aarch64": (["macosx_14_0_arm64"], "darwin", "posix"),
}


def wanted(requirements, python, sys_platform, os_name):
    """The packages that this system needs, as name==version."""
    target = {
        "python_version": python,
        "python_full_version": python + ".0",
        "sys_platform": sys_platform,
        "os_name": os_name,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return [r for r in requirements if r.marker is None or r.marker.evaluate(target)]


def is_there(folder, requirement):
    """Whether a wheel for any system is there already."""
    name = requirement.name.replace("-", "_").lower()
    version = str(requirement.specifier)[2:]
    return any(wheel.name.lower().startswith(f"{name}-{version}-") for wheel in folder.glob("*-none-any.whl"))


def main(constraints, folder, *pythons):
    lines = Path(constraints).read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    folder = Path(folder)
    failed = []
    for system, (tags, sys_platform, os_name) in SYSTEMS.items():
        for python in pythons:
            print(f"Python packages for {system}, Python {python}", flush=True)
            missing = [r for r in wanted(requirements, python, sys_platform, os_name) if not is_there(folder, r)]
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
            command += ["--python-version", python, "--dest", str(folder)]
            command += [f"--platform={tag}" for tag in tags] + [f"{r.name}{r.specifier}" for r in missing]
            if missing and subprocess.run(command).returncode != 0:
                failed.append(f"{system}, Python {python}")
    if failed:
        sys.exit("Not complete, see above: " + "; ".join(failed))


if __name__ == "__main__":
    main(*sys.argv[1:])
