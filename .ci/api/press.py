"""Presses every example in Swagger UI, in a real browser, as a reader would: each must be answered with success."""

import os
import shutil
import sys

from playwright.sync_api import sync_playwright

WAIT = 20_000
folder = sys.argv[1]
failures = []


def options(block, selector):
    select = block.locator(selector)
    return select.first.locator("option").evaluate_all("all => all.map(each => each.value)") if select.count() else [None]


def execute(page, block, what):
    block.locator("button.execute").click()
    status = block.locator(".live-responses-table tbody .response-col_status").first
    page.wait_for_function(
        "block => !block.querySelector('.loading-container') && block.querySelector('.live-responses-table tbody .response-col_status')",
        arg=block.element_handle(),
        timeout=WAIT,
    )
    answer = status.inner_text().split()[0]
    print(f"  {answer} {what}")
    if not answer.startswith("2"):
        failures.append(f"{what}: {answer} {block.locator('.live-responses-table').first.inner_text()[:600]}")
    clear = block.locator("button.btn-clear")
    if clear.count():
        clear.first.click()


def press(page, block):
    name = block.locator(".opblock-summary-path").inner_text().replace("\u200b", "")
    what = f"{block.locator('.opblock-summary-method').inner_text()} {name}"
    block.locator(".opblock-summary-control").first.click()
    block.locator("button.try-out__btn").click()
    for media_type in options(block, ".body-param-content-type select, .opblock-section-request-body .opblock-section-header select"):
        if media_type:
            block.locator(".opblock-section-request-body .opblock-section-header select").first.select_option(media_type)
        for example in options(block, ".opblock-section-request-body .examples-select-element"):
            if example == "__MODIFIED__VALUE__":
                continue
            if example:
                block.locator(".opblock-section-request-body .examples-select-element").first.select_option(example)
            execute(page, block, " ".join(filter(None, [what, media_type, example])))


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.on("console", lambda message: failures.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: failures.append(f"page: {error}"))
    page.goto(os.environ["SLUICE_URL"] + "/swagger-ui.html")
    page.locator(".opblock").first.wait_for(timeout=WAIT)
    page.screenshot(path=f"{folder}/swagger-ui.png", full_page=True)
    page.locator("button.authorize").first.click()
    page.locator(".auth-container input").fill(os.environ["SLUICE_TOKEN"])
    page.locator(".auth-btn-wrapper button.authorize").click()
    page.locator(".auth-btn-wrapper button.btn-done").click()
    blocks = page.locator(".opblock")
    print(f"{blocks.count()} calls")
    for i in range(blocks.count()):
        press(page, blocks.nth(i))
    page.screenshot(path=f"{folder}/swagger-ui-pressed.png", full_page=True)
    browser.close()

if failures or not blocks:
    print("\n".join(failures))
    sys.exit(1)
