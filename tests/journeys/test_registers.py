"""A community worker enters somebody, imports a table and takes it back; everybody reads what is public."""

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, SMALLEST, Meet, Visitor

COMMUNITY = "500103001003"
TABLE = "名称,起始日期,类型\n老街红白理事会,2019-01-01,红白理事会\n老街道德评议会,2019-01-01,道德评议会"


@pytest.mark.journey
def test_a_row_is_entered_changed_and_imported_and_the_public_reads_it(meet: Meet) -> None:
    worker = meet("community", f"/registers/?area={COMMUNITY}")
    worker.click("议事会、红白理事会、道德评议会", "link")
    worker.click("登记群众组织", "link")
    worker.page.get_by_label("名称", exact=True).fill("老街议事会")
    worker.page.get_by_label("类型").select_option("villagers")
    worker.page.get_by_label("从哪天起").fill("2019-01-01")
    worker.click("确认登记")
    worker.reads("已登记“老街议事会”", "登记“老街议事会”，自2019-01-01起")

    changed(worker)
    imported_and_taken_back(worker)
    seen_by_everybody(meet(**PHONE))


def changed(worker: Visitor) -> None:
    step = worker.step("变更或者更正")
    step.locator("summary").click()
    step.get_by_label("名称", exact=True).fill("老街居民议事会")
    step.get_by_label("原因").fill("名称写错")
    worker.click("确认变更", within=step)
    worker.reads("老街议事会 → 老街居民议事会")


def imported_and_taken_back(worker: Visitor) -> None:
    worker.open(f"/registers/councils/import/?area={COMMUNITY}")
    file = {"name": "会.csv", "mimeType": "text/csv", "buffer": (TABLE + "\n错的,昨天,茶话会").encode()}
    worker.page.get_by_label("表格文件").set_input_files(file)
    worker.click("检查")
    worker.reads("第 4 行", "没有导入任何内容")
    worker.page.get_by_label("表格文件").set_input_files({**file, "buffer": TABLE.encode()})
    worker.click("检查")
    worker.click("确认导入")
    worker.reads("已导入2行", "老街红白理事会")
    worker.open(f"/registers/councils/import/?area={COMMUNITY}")
    worker.page.get_by_text("撤回这次导入").click()
    worker.page.get_by_label("原因").fill("传错文件")
    worker.click("确认撤回")
    worker.reads("已撤回")


def seen_by_everybody(visitor: Visitor) -> None:
    visitor.open(f"/registers/?area={COMMUNITY}")
    visitor.misses("注册志愿者")
    visitor.click("议事会、红白理事会、道德评议会", "link")
    visitor.reads("老街居民议事会", "公开")
    visitor.misses("老街红白理事会")
    visitor.page.set_viewport_size(SMALLEST)
    visitor.click("老街居民议事会", "link")
    expect(visitor.page.locator("details.step")).to_have_count(0)
