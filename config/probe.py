"""`python -m config.probe 8001`: does the process on this port serve? A container's health check."""

import sys
import urllib.error
import urllib.request


def main(port: str) -> int:
    """Ask /health/ready on 127.0.0.1. Returns 0, or 1 with the reason on stderr."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return 0 if answer.status == 200 else 1
    except urllib.error.HTTPError as refused:
        print(refused.read().decode(), file=sys.stderr)
    except OSError as problem:
        print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
