"""Find module packages by folder name alone, so that settings can be computed before Django is ready."""

from pathlib import Path


def module_packages() -> list[str]:
    """Answer the dotted names of every folder of `modules/` that holds a module.py, in order of name."""
    root = Path(__file__).resolve().parents[2] / "modules"
    return [f"gongzhi.modules.{p.name}" for p in sorted(root.iterdir()) if (p / "module.py").is_file()]
