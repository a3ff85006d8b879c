"""What `./run` does before Django: install what is missing, then hand over. The standard library only.

Each step leaves a stamp (a hash of what it was made from), so that the next start skips it and needs no network.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
from pathlib import Path

import front_end
import python_packages
import system_packages
from steps import PROJECT, STAMPS, StepFailed

PYTHON = PROJECT / ".venv" / "bin" / "python"

COMMANDS = """commands:
  ./run                    set up what is missing, start everything, print the address and the demo sign-ins
  ./run test [ARGUMENTS]   run the tests; arguments go to pytest (tests/statute, -n 2, -k word …)
  ./run check              style, types, layers, migrations, templates, settings: everything that is not a test
  ./run bench              the benchmarks, as ratios to a bare equivalent in the same run
  ./run demo               throw away the data of the data folder and start with a fresh demonstration
  ./run manage COMMAND …   manage.py, with the servers of the data folder (started for it when they do not run)
  ./run lock               make requirements*.txt anew from pyproject.toml
"""


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options before a command, the command, and what belongs to the command."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description="OnRoll on this machine: one command sets up what is missing and starts everything.",
        epilog=COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=True,
    )
    parser.add_argument("--data", metavar="DIR", help="the data folder (.data in the project when absent)")
    parser.add_argument("--port", type=int, metavar="N", help="the first port to try (8000 when absent)")
    parser.add_argument("--host", metavar="ADDRESS", help="listen there; beyond loopback no demo sign-in works")
    parser.add_argument("--no-demo", action="store_true", help="start without the demonstration's data")
    parser.add_argument("--yes", action="store_true", help="with demo: do not ask before throwing data away")
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="one of those below; none starts OnRoll")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args(_options_first(arguments))
    if options.command not in (None, *HANDLERS):
        parser.error(f"there is no command {options.command}; ./run --help lists them")
    if options.rest and options.command in (None, "demo", "check", "bench", "lock"):
        parser.error(f"{options.command} takes no {' '.join(options.rest)}")
    return options, options.rest


def _options_first(arguments: list[str]) -> list[str]:
    """`./run demo --port 9000` means `./run --port 9000 demo`; what follows test and manage is theirs."""
    if arguments and arguments[0] == "demo":
        return [*arguments[1:], "demo"]
    return arguments


def set_up(*, with_browser: bool = False, with_development: bool = False, with_front_end: bool = True) -> None:
    """Bring the machine, .venv and the built front end up to what the lock files say."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    with open(STAMPS / "lock", "w") as lock:
        # Two starts in a fresh folder: the second waits for what the first installs.
        fcntl.flock(lock, fcntl.LOCK_EX)
        system_packages.install(with_browser=with_browser)
        python_packages.install(with_development=with_development)
        if with_front_end:
            front_end.build()


def become(arguments: list[str | Path], environment: dict[str, str] | None = None) -> int:
    """Put the program in this process's place, so that signals and exit code are its own."""
    os.chdir(PROJECT)
    sys.stdout.flush()
    os.execve(arguments[0], [str(argument) for argument in arguments], {**os.environ, **(environment or {})})


def start(options: argparse.Namespace, _rest: list[str], *more: str) -> int:
    """`./run`."""
    set_up()
    given = [*more]
    given += ["--data", os.path.abspath(options.data)] if options.data else []
    given += ["--port", str(options.port)] if options.port else []
    given += ["--host", options.host] if options.host else []
    given += ["--no-demo"] if options.no_demo else []
    return become([PYTHON, PROJECT / "manage.py", "up", *given], _data_folder(options))


def demo(options: argparse.Namespace, rest: list[str]) -> int:
    """`./run demo`."""
    return start(options, rest, "--start-over", *(["--yes"] if options.yes else []))


def test(_options: argparse.Namespace, rest: list[str]) -> int:
    """`./run test`. Ring 1 (tests/statute alone) needs neither a browser nor the front end."""
    is_ring_1 = bool(rest) and all("tests/statute" in part or part.startswith("-") for part in rest)
    set_up(with_browser=not is_ring_1, with_development=True, with_front_end=not is_ring_1)
    return become([PYTHON, "-m", "pytest", *rest])


def check(_options: argparse.Namespace, _rest: list[str]) -> int:
    """`./run check`."""
    set_up(with_development=True)
    return become([PYTHON, "-B", PROJECT / "tools" / "check.py"])


def bench(_options: argparse.Namespace, _rest: list[str]) -> int:
    """`./run bench`."""
    set_up(with_development=True, with_front_end=False)
    return become([PYTHON, "-m", "tests.benchmarks"])


def manage(options: argparse.Namespace, rest: list[str]) -> int:
    """`./run manage …`."""
    set_up()
    data = os.path.abspath(options.data) if options.data else PROJECT / ".data"
    return become(
        [PYTHON, "-m", "config.servers", "--data", data, "--during", PYTHON, PROJECT / "manage.py", *rest],
        _data_folder(options),
    )


def lock(_options: argparse.Namespace, _rest: list[str]) -> int:
    """`./run lock`."""
    python_packages.install(with_development=False)
    python_packages.make_locks()
    return 0


def _data_folder(options: argparse.Namespace) -> dict[str, str]:
    return {"DATA_DIR": os.path.abspath(options.data)} if options.data else {}


HANDLERS = {"test": test, "check": check, "bench": bench, "demo": demo, "manage": manage, "lock": lock}


def main() -> int:
    """Gives the exit code; a step that fails says in one line what to do."""
    options, rest = parse(sys.argv[1:])
    try:
        return HANDLERS.get(options.command, start)(options, rest)
    except StepFailed as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
