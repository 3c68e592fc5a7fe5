"""`python -m flowrules`, for machines where the `flowrules` launcher may not run."""

from flowrules.cli import main

if __name__ == "__main__":
    main(prog_name="flowrules")
