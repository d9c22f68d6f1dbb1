"""What tests of several folders share."""

import pytest

from recyclenet.cli import main


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Run the command line in an empty folder; returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return run
