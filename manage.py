"""Django's own entry; `gongzhi` is the same with shorter words."""

from gongzhi.config.cli import main

if __name__ == "__main__":
    main()
