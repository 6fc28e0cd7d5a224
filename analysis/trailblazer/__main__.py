"""``python -m trailblazer``."""

from trailblazer.cli import main

if __name__ == "__main__":
    main()
