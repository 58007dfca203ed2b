"""What other people's CI runs: the action step by step, the jobs, the hook, the image."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

from errata.__main__ import errata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step.get("name", step.get("uses")): step for step in ACTION["runs"]["steps"]}
GUIDE = (ROOT / "kb/en/errata/publish-with-ci.md").read_text("utf-8")
# "```yaml" and the lines below it, up to the end of the block.
BLOCK = re.compile(r"^```(yaml|toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# "${{ inputs.fail-on }}": group 1 is the expression.
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
# Git's own names for who commits: a machine may have none.
GIT = ("-c", "user.name=x", "-c", "user.email=x@example.com")
# The part of `gh` that the action uses. It writes what it was asked, and lists one comment or none.
FAKE_GH = """\
#!{python}
import json, os, pathlib, sys
folder = pathlib.Path(os.environ["FAKE_GH"])
arguments = sys.argv[1:]
body = next((one[6:] for one in arguments if one.startswith("body=@")), None)
text = pathlib.Path(body).read_text("utf-8") if body else None
with (folder / "asked").open("a") as file:
    file.write(json.dumps([arguments, text]) + "\\n")
if "--jq" in arguments and (folder / "existing").is_file():
    print((folder / "existing").read_text())
"""


@dataclass
class Runner:
    """As much of GitHub's runner as the scripts of the action see."""

    folder: Path
    values: dict[str, str] = field(default_factory=dict)
    """Expression -> its value."""

    def run(self, name: str, cwd: str = ".") -> subprocess.CompletedProcess[str]:
        """Run a step as `shell: bash` does."""
        step = STEPS[name]
        environment = {key: self.evaluate(text) for key, text in step.get("env", {}).items()}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.folder / "repository" / cwd,
            env={**os.environ, **self.files(), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def files(self) -> dict[str, str]:
        """The files that scripts write for the runner, and where `gh` is."""
        return {
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "FAKE_GH": str(self.folder),
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }

    def evaluate(self, text: str) -> str:
        """The text with the values of its expressions; an unknown one is empty, as GitHub's."""
        temporary = {"runner.temp": str(self.folder / "temp")}
        known = {**temporary, **self.values}
        return EXPRESSION.sub(lambda match: known.get(match[1], ""), text)

    def outputs(self) -> dict[str, str]:
        """What steps have said."""
        lines = (self.folder / "output").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    def asked(self) -> list[tuple[list[str], str | None]]:
        """The arguments of each call of `gh`, and the text that it was to post."""
        path = self.folder / "asked"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        return [(arguments, text) for arguments, text in map(json.loads, lines)]


def write_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A repository whose knowledge base is in a folder of it and has one broken link."""
    command = f'#!/bin/sh\nexec "{sys.executable}" -m errata "$@"\n'
    write_program(tmp_path / "temp/errata/bin/errata", command)
    write_program(tmp_path / "bin/gh", FAKE_GH.format(python=sys.executable))
    articles = tmp_path / "repository/docs/kb/en"
    articles.mkdir(parents=True)
    (articles / "one.md").write_text("# One\n\n@team [a](gone.md)\n", "utf-8")
    (tmp_path / "repository/docs/errata.toml").touch()
    for command_line in (["init", "-q"], ["add", "."], [*GIT, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command_line], cwd=tmp_path / "repository", check=True)
    pull_request = {"github.repository": "example/kb", "github.event.pull_request.number": "7"}
    return Runner(tmp_path, pull_request)


def test_the_action_annotates_builds_comments_and_then_fails(runner: Runner) -> None:
    runner.values["inputs.base-url"] = "https://preview.example.com/7/"
    checked = runner.run("Check the articles", "docs")
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith("::error title=errata KB301,file=docs/kb/en/one.md,line=3,")
    built = runner.run("Build the site", "docs")
    assert built.returncode == 0, built.stderr
    outputs = runner.outputs()
    assert outputs["status"] == "1"
    assert (Path(outputs["site"]) / "en/one/index.html").is_file()
    assert json.loads(Path(outputs["sarif"]).read_text("utf-8"))["version"] == "2.1.0"

    runner.values["steps.upload.outputs.artifact-url"] = "https://github.example/artifact"
    commented = runner.run("Comment on the pull request")
    assert commented.returncode == 0, commented.stderr
    (_listed, (posted, text)) = runner.asked()
    assert "repos/example/kb/issues/7/comments" in posted
    assert text
    assert text.startswith("<!-- errata -->\n### errata: 1 error\n")
    assert "([preview](https://preview.example.com/7/en/one/index.html))" in text
    assert "[download](https://github.example/artifact)" in text
    assert "1 error" in (runner.folder / "summary").read_text("utf-8")

    runner.values["steps.check.outputs.status"] = outputs["status"]
    assert runner.run("Fail where something was found").returncode == 1


def test_an_input_is_a_value_and_never_a_part_of_a_script(runner: Runner) -> None:
    runner.values["inputs.fail-on"] = '"; touch owned; echo $(touch owned) "'
    failed = runner.run("Check the articles", "docs")
    assert failed.returncode == 1, "errata refuses the value"
    assert "invalid value for '--fail-on'" in failed.stderr
    assert not list(runner.folder.rglob("owned"))
    assert not [name for name, step in STEPS.items() if EXPRESSION.search(step.get("run", ""))]


@pytest.mark.parametrize(
    ("existing", "count", "calls"),
    [(None, "no findings", 1), (None, "1 error", 2), ("12\n34", "no findings", 2)],
)
def test_there_is_one_comment_and_none_where_nothing_was_ever_found(
    runner: Runner, existing: str | None, count: str, calls: int
) -> None:
    comment = runner.folder / "temp/errata-comment.md"
    comment.write_text(f"<!-- errata -->\n### errata: {count}\n", "utf-8")
    if existing:
        (runner.folder / "existing").write_text(existing, "utf-8")
    assert runner.run("Comment on the pull request").returncode == 0
    asked = runner.asked()
    assert len(asked) == calls
    if existing:
        assert asked[-1][0][:4] == ["api", "--silent", "--method", "PATCH"]
        assert asked[-1][0][4] == "repos/example/kb/issues/comments/12"


def test_only_a_pull_request_of_the_repository_itself_gets_a_comment() -> None:
    condition = STEPS["Comment on the pull request"]["if"]
    assert "github.event.pull_request.head.repo.full_name == github.repository" in condition
    assert "github.event_name == 'pull_request'" in condition


def test_actions_of_others_are_pinned_by_their_commits() -> None:
    used = [step["uses"] for step in STEPS.values() if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)] == []


def guide_blocks() -> Mapping[str, Any]:
    """First line of each block of the guide -> its value."""
    read: Mapping[str, Callable[[str], Any]] = {"yaml": yaml.safe_load, "toml": tomllib.loads}
    return {text.splitlines()[0]: read[kind](text) for kind, text in BLOCK.findall(GUIDE)}


def test_the_guide_runs_nothing_of_a_fork_with_rights() -> None:
    blocks = guide_blocks()
    # YAML 1.1 reads the key `on` as true.
    events = [event for block in blocks.values() if "jobs" in block for event in block[True]]
    assert sorted(events) == ["pull_request", "push"]
    assert blocks["name: articles"]["permissions"] == {
        "contents": "read",
        "pull-requests": "write",
    }


def test_the_guide_names_inputs_and_hooks_that_are_there() -> None:
    table = set(re.findall(r"^\| `([\w-]+)` \|", GUIDE, re.MULTILINE))
    assert set(ACTION["inputs"]) <= table
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert guide_blocks()["repos:"]["repos"][0]["hooks"] == [{"id": hooks[0]["id"]}]
    assert hooks[0]["pass_filenames"] is False, "a finding may be another article's fault"


def errata_commands() -> list[str]:
    """What the guide, the jobs and the action run of errata."""
    names = (
        "ci/gitlab.yml",
        ".pre-commit-hooks.yaml",
        "action.yml",
        "kb/en/errata/report-findings.md",
    )
    texts = [GUIDE, *((ROOT / name).read_text("utf-8") for name in names)]
    # "errata check --exit-zero" and '"$ERRATA" build …\' up to the end of the command; not "errata
    # has an action".
    pattern = re.compile(r'(?:\berrata|"\$ERRATA") ((?:check|build) -(?:[^\n|`&]|(?<=\\)\n)*)')
    return [match.replace("\\\n", " ") for text in texts for match in pattern.findall(text)]


@pytest.mark.parametrize("line", sorted(set(errata_commands())))
def test_every_command_of_the_guide_and_the_jobs_has_its_options(line: str) -> None:
    command = errata.get_command(click.Context(errata), line.partition(" ")[0])
    assert command
    known = {name for option in command.params for name in option.opts}
    assert set(re.findall(r"(?<=[ +])--?[a-z][a-z-]*", line)) <= known


def test_gitlab_gets_its_report_before_the_job_fails() -> None:
    jobs = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text("utf-8"))
    check = jobs["errata-check"]
    assert "--output-format gitlab" in check["script"][0]
    assert "--exit-zero" in check["script"][0]
    assert check["artifacts"] == {"when": "always", "reports": {"codequality": "errata.json"}}
    assert "ERRATA_IMAGE" not in jobs["variables"], "an image of that name may be a stranger's"


def test_the_image_has_pinned_packages_and_another_user_than_root() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert any("--require-hashes -r /src/requirements/run.txt" in line for line in lines)
    assert "USER 10001:10001" in lines
    kept = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    needed = {"LICENSE", "README.md", "kb", "pyproject.toml", "requirements", "src", "templates"}
    assert {line.removeprefix("!") for line in kept if line.startswith("!")} == needed
