"""`python -m config.embedded start|stop|status`: the embedded servers by hand."""

import sys

from config import embedded

SENTENCE = "Say start, stop or status: python -m config.embedded status"


def main(arguments: list[str]) -> int:
    """Do what the one argument says. Returns the exit code: 0, or 1 with a sentence on stderr."""
    match arguments:
        case ["start"]:
            try:
                embedded.start()
            except embedded.CannotStart as problem:
                print(problem, file=sys.stderr)
                return 1
        case ["stop"]:
            embedded.stop()
        case ["status"]:
            pass
        case _:
            print(SENTENCE, file=sys.stderr)
            return 1
    where = embedded.places()
    for name, running in embedded.status(where).items():
        print(f"{name:<12}{'running' if running else 'stopped'}")
    print(f"WEFT_DATABASE_URL={where.database_url()}\nWEFT_REDIS_URL={where.redis_url()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
