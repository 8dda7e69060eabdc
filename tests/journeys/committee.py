"""A committee of owners at the screen: its members sign in, agree to a use of the seal, tick what is handed over."""

from . import flats
from .meetings import scan
from .visitor import Meet, Visitor

CHAIR, SECOND, THIRD, FORMER = map(flats.username, (2, 4, 5, flats.FORMER))


def member(meet: Meet, username: str, path: str) -> Visitor:
    visitor = meet()
    visitor.sign_in_by_password(username, path)
    return visitor


def sealed(meet: Meet, chair: Visitor, estate: str) -> None:
    """The contract that was decided is sealed: asked for by one, agreed to by two others, kept with a photo."""
    chair.take("申请用印", 用途="签订物业服务合同", 盖在什么文件上="物业服务合同", 份数="2")
    for username in (SECOND, THIRD):
        other = member(meet, username, f"{estate}seal/")
        step = other.step("表示意见")
        step.locator("summary").click()
        step.get_by_label("同意", exact=True).check()
        other.click("确认表示意见", within=step)
    chair.open(f"{estate}seal/")
    step = chair.step("登记已用印")
    step.locator("summary").click()
    step.locator("input[type=file]").set_input_files([scan("contract")])
    chair.click("确认登记已用印", within=step)
    chair.reads("第 1 号", "已用印", "看照片")


def handed_over(meet: Meet, chair: Visitor, estate: str) -> None:
    """What the committee of before still holds is ticked thing by thing, by both."""
    chair.open(f"{estate}handover/")
    chair.take("开始移交")
    ticked(member(meet, FORMER, f"{estate}handover/"), "已移交")
    chair.open(f"{estate}handover/")
    ticked(chair, "已收到")
    chair.reads("移交完毕")


def ticked(visitor: Visitor, word: str) -> None:
    """Tick every line of the list."""
    while (step := visitor.step(word)).count():
        step.first.locator("summary").click()
        step.first.get_by_role("button").click()
        visitor.page.wait_for_load_state()
    visitor.look()
