"""Start Proofbook."""

import sys


def main() -> int:
    """Open the window and return the exit code; 2 when no window can be opened here."""
    from gui.arguments import parse_arguments

    options = parse_arguments(sys.argv[1:])
    from gui.platform_check import why_no_window

    if reason := why_no_window():
        print(reason, file=sys.stderr)  # noqa: T201
        return 2
    from gui.app import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
