"""The command line, as `python -m recyclenet`."""

from recyclenet.cli import main

if __name__ == "__main__":
    main()
