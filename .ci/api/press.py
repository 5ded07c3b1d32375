"""Presses every example in Swagger UI, in a real browser, as a reader would: each must be answered with success."""

import json
import os
import shutil
import sys
import time

from playwright.sync_api import sync_playwright

WAIT = 30_000
BODY = ".opblock-section-request-body"
MODIFIED = "__MODIFIED__VALUE__"
DONE = """block => !block.querySelector('.loading-container')
  && block.querySelector('.live-responses-table tbody .response-col_status')"""

folder = sys.argv[1]
failures = []


def options(block, selector):
    """The values of a list to choose from; one that is None where there is no such list."""
    choice = block.locator(selector)
    return choice.first.locator("option").evaluate_all("all => all.map(each => each.value)") if choice.count() else [None]


def choose(block, selector, value):
    if value:
        block.locator(selector).first.select_option(value)


def execute(page, block, what):
    began = time.monotonic()
    block.locator("button.execute").click()
    page.wait_for_function(DONE, arg=block.element_handle(), timeout=WAIT)
    answer = block.locator(".live-responses-table tbody .response-col_status").first.inner_text().split()[0]
    print(f"  {answer} {what} ({time.monotonic() - began:.1f} s)", flush=True)
    if not answer.startswith("2"):
        shown = block.locator(".live-responses-table").first.inner_text()
        failures.append(f"{what}: {answer} {shown[:600]}")
        block.screenshot(path=f"{folder}/swagger-ui-failed-{len(failures)}.png")
    block.locator("button.btn-clear").first.click()


def press(page, block):
    """Opens a call, presses each example of each media type, and closes it again."""
    path = block.locator(".opblock-summary-path").inner_text().replace("\u200b", "")
    what = f"{block.locator('.opblock-summary-method').inner_text()} {path}"
    block.locator(".opblock-summary-control").first.click()
    block.locator("button.try-out__btn").click()
    pressed = 0
    for media_type in options(block, f"{BODY} .opblock-section-header select"):
        choose(block, f"{BODY} .opblock-section-header select", media_type)
        for example in options(block, f"{BODY} .examples-select-element"):
            if example != MODIFIED:
                choose(block, f"{BODY} .examples-select-element", example)
                execute(page, block, " ".join(filter(None, [what, media_type, example])))
                pressed += 1
    if pressed == 0:
        failures.append(f"{what}: no example")
    block.locator(".opblock-summary-control").first.click()


def authorize(page):
    page.locator("button.authorize").first.click()
    page.locator(".auth-container input").fill(os.environ["SLUICE_TOKEN"])
    page.locator(".auth-btn-wrapper button.authorize").click()
    page.locator(".auth-btn-wrapper button.btn-done").click()


with open(f"{folder}/openapi.json", encoding="utf-8") as description:
    calls = sum(len(methods) for methods in json.load(description)["paths"].values())

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    )
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.set_default_timeout(WAIT)
    page.on("console", lambda message: failures.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: failures.append(f"page: {error}"))
    page.goto(os.environ["SLUICE_URL"] + "/swagger-ui.html")
    page.locator(".opblock").first.wait_for()
    page.screenshot(path=f"{folder}/swagger-ui.png")
    authorize(page)
    blocks = page.locator(".opblock")
    if blocks.count() != calls:
        failures.append(f"{blocks.count()} calls are shown of the {calls} that are described")
    for i in range(blocks.count()):
        press(page, blocks.nth(i))
    browser.close()

if failures:
    print("\n".join(failures))
    sys.exit(1)
