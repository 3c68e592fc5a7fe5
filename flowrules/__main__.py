"""`python -m flowrules`, for machines where the `flowrules` launcher may not run."""

from flowrules.cli import run

if __name__ == "__main__":
    run()
