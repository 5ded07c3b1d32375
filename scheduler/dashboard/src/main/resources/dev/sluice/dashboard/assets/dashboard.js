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
  // Empty fields are no part of an address that is passed on.
  document.querySelectorAll("form[method=get]").forEach((form) => {
    form.addEventListener("submit", () => {
      form.querySelectorAll("input, select").forEach((field) => { field.disabled = field.disabled || field.value === ""; });
    });
    addEventListener("pageshow", () => form.querySelectorAll("input, select").forEach((field) => { field.disabled = false; }));
  });
})();
