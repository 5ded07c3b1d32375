"use strict";
(() => {
  const year = 31536000;
  const set = (name, value) => {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=lax`;
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`dashboard-zone=${encodeURIComponent(zone)}`)) {
    set("dashboard-zone", zone);
    // The first page is in UTC; the browser knows better.
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium" });
    document.querySelectorAll("time[datetime]").forEach((time) => {
      time.textContent = format.format(new Date(time.dateTime));
    });
  }
  document.querySelectorAll("[data-set]").forEach((button) => {
    button.addEventListener("click", () => {
      set(button.dataset.set, button.dataset.value);
      location.reload();
    });
  });
  document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
    button.addEventListener("click", () => {
      const root = document.documentElement;
      const dark = root.dataset.theme === "dark" || (root.dataset.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
      root.dataset.theme = dark ? "light" : "dark";
      set("dashboard-theme", root.dataset.theme);
    });
  });
  // Where the menu is wider than the screen, the current entry is in sight.
  const menu = document.querySelector(".bar nav");
  const current = menu?.querySelector("[aria-current]");
  if (current) {
    menu.scrollLeft = current.offsetLeft - menu.offsetLeft - (menu.clientWidth - current.offsetWidth) / 2;
  }
  // Empty fields are no part of an address that is passed on.
  const queries = (action) => document.querySelectorAll("form[method=get]").forEach(action);
  addEventListener("submit", ({ target: form }) => {
    if (form.method === "get") {
      form.querySelectorAll("input, select").forEach((field) => { field.disabled = field.disabled || field.value === ""; });
    }
  });
  addEventListener("pageshow", () => queries((form) => form.querySelectorAll("input, select").forEach((field) => { field.disabled = false; })));

  // A page that shows what changes is loaded again, and its main part taken over.
  const pause = 5000;
  const main = () => document.querySelector("main[data-changes]");
  const isTyped = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : "defaultValue" in field && field.value !== field.defaultValue);
  const isBusy = (part) =>
    document.hidden
    || part.querySelector("details[open] form") !== null
    || document.activeElement.matches("input, select, textarea")
    || [...part.querySelectorAll("input")].some(isTyped);
  const keep = (part, fresh) => {
    const pairs = (names) => {
      const old = [...part.querySelectorAll(names)];
      return [...fresh.querySelectorAll(names)].map((one, i) => [old[i], one]).filter(([before]) => before !== undefined);
    };
    const focusable = "a, button, summary, [tabindex]";
    const focused = pairs(focusable).find(([before, one]) => before === document.activeElement && before.tagName === one.tagName);
    pairs("details").filter(([before, one]) => before.firstElementChild.textContent === one.firstElementChild.textContent)
      .forEach(([before, one]) => { one.open = before.open; });
    const places = pairs(".scroll, pre").map(([before, one]) => [one, before.scrollLeft, before.scrollTop]);
    return () => {
      places.forEach(([one, left, top]) => { one.scrollLeft = left; one.scrollTop = top; });
      focused?.[1].focus({ preventScroll: true });
    };
  };
  const refresh = async () => {
    const part = main();
    if (!part || isBusy(part)) {
      return;
    }
    // A login that has ended is answered, not redirected; see to it in whole.
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "HX-Request": "true" } });
    if (answer.status === 401 || answer.redirected) {
      location.reload();
      return;
    }
    if (!answer.ok) {
      throw new Error(`${answer.status}`);
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    if (fresh && part === main() && !isBusy(part)) {
      const restore = keep(part, fresh);
      part.replaceWith(fresh);
      restore();
    }
  };
  const again = async () => {
    try {
      await refresh();
    } catch {
      document.querySelector(".made")?.classList.add("old");
    }
    setTimeout(again, pause);
  };
  setTimeout(again, pause);
})();
