"""Pictures of a map: what the browser is told, and what is said where there is none or it fails. Real ones are in tests/browser."""

import os
import stat
import time
from pathlib import Path

import pytest

from recyclenet.errors import UsageError
from recyclenet.views.picture_files import PictureError, save_picture

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the made-up browsers of these tests are shell scripts")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "a map; $(touch pwned) ü.html"
    path.write_text("<html></html>", encoding="utf-8")
    return path


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Return a function that puts a made-up chromium on the path, alone."""

    def put(script):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        programme = folder / "chromium"
        programme.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
        programme.chmod(programme.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(folder))

    return put


TAKES = 'for switch; do case "$switch" in --screenshot=*|--print-to-pdf=*) file="${switch#*=}";; esac; done\n'


def test_the_browser_is_told_to_stay_off_the_network_and_where_to_put_the_picture(page, browser, tmp_path):
    browser(TAKES + f'printf "%s\\n" "$@" > {tmp_path}/told; printf "\\211PNG" > "$file"')
    target = tmp_path / "new" / "-p $HOME.png"
    assert save_picture(page, target, period="2026 & 后") == target
    assert target.read_bytes() == b"\x89PNG"
    told = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    assert {"--headless", "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking"} <= set(told)
    assert told[-1].startswith("file:")
    assert told[-1].endswith("/map.html#picture&period=%32%30%32%36%20%26%20%E5%90%8E")
    assert not [word for word in told if "HOME" in word or "pwned" in word]  # names of ours only
    assert not Path(told[-1].removeprefix("file://").partition("#")[0]).exists()  # its room is gone


def test_a_pdf_is_printed_by_the_page_itself(page, browser, tmp_path):
    browser(TAKES + f'printf "%s\\n" "$@" > {tmp_path}/told; printf "%%PDF-1.4" > "$file"')
    assert save_picture(page, tmp_path / "p.PDF").read_bytes() == b"%PDF-1.4"
    assert (tmp_path / "told").read_text(encoding="utf-8").splitlines()[-1].endswith("/map.html#")


def test_where_there_is_no_browser_it_is_said_what_to_do(page, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("recyclenet.views.picture_files.INSTALLED", {})
    with pytest.raises(UsageError, match=r"none was found; install one .* or open the map in any browser and press its print button"):
        save_picture(page, tmp_path / "p.png")


def test_a_browser_that_makes_nothing_is_told_of_in_its_words(page, browser, tmp_path):
    browser("echo no display >&2; exit 1")
    with pytest.raises(PictureError, match="chromium made no PNG of the map; it said: no display"):
        save_picture(page, tmp_path / "p.png")
    assert not (tmp_path / "p.png").exists()


def test_what_is_no_picture_is_not_kept(page, browser, tmp_path):
    browser(TAKES + 'echo "<html>" > "$file"')
    (tmp_path / "p.png").write_text("of before", encoding="utf-8")
    with pytest.raises(PictureError, match="made no PNG"):
        save_picture(page, tmp_path / "p.png")
    assert (tmp_path / "p.png").read_text(encoding="utf-8") == "of before"


def test_a_browser_that_never_ends_is_ended_with_its_helpers(page, browser, tmp_path):
    browser(f"sleep 600 & echo $! >> {tmp_path}/helpers; wait")
    with pytest.raises(PictureError, match=r"took longer than 6 s over the picture and was ended"):
        save_picture(page, tmp_path / "p.png", limit_s=6.0)
    first, second = (int(line) for line in (tmp_path / "helpers").read_text(encoding="utf-8").splitlines())
    for _ in range(200):
        if not _is_running(first) and not _is_running(second):
            break
        time.sleep(0.05)
    assert not _is_running(first)
    assert not _is_running(second)


def test_where_a_browser_stands_still_a_second_one_takes_the_picture(page, browser, tmp_path):
    still = f"[ -e {tmp_path}/before ] || {{ touch {tmp_path}/before; sleep 600; }}"
    browser(TAKES + f'echo "$@" >> {tmp_path}/told\n{still}\nprintf "\\211PNG" > "$file"')
    assert save_picture(page, tmp_path / "p.png", limit_s=15.0).read_bytes() == b"\x89PNG"
    first, second = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    assert first.replace("profile-0", "profile-1") == second != first  # the first may have locked its own profile


def _is_running(process):
    """Return whether a process runs; one that has ended and was not yet collected does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_another_ending_is_refused(page, tmp_path):
    with pytest.raises(UsageError, match=r"'p\.gif' ends neither in \.png nor in \.pdf"):
        save_picture(page, tmp_path / "p.gif")
