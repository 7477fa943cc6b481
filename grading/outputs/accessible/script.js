/* Says of nbgrader's controls what they are, also of those that its scripts put in later. */
document.addEventListener("DOMContentLoaded", () => {
  const all = (selector, change) => document.querySelectorAll(selector).forEach(change);
  const say = (one, words) => one.getAttribute("aria-label") || one.setAttribute("aria-label", words);
  const text = (one) => (one ? one.textContent.trim().replace(/\s+/g, " ") : "");

  /* nbgrader gives all its lists the same title. */
  const heading = text(document.querySelector(".col-md-8 h1"));
  if (heading) document.title = `${heading} · ${document.title}`;

  /* The parts of a page. */
  if (!document.querySelector("main"))
    all(".col-md-10", (one) => one.setAttribute("role", "main"));
  all(".container-fluid > .row:first-child", (one) => one.setAttribute("role", "banner"));
  all(".col-md-2:has(> .nav-stacked)", (one) => {
    one.setAttribute("role", "navigation");
    say(one, "Parts of formgrader");
  });
  all("ul[class='nav text-center']", (one) => one.setAttribute("role", "none"));
  all("li[role=presentation], .panel-group, .panel-heading, .panel-collapse", (one) => {
    one.removeAttribute("role");
    one.removeAttribute("aria-multiselectable");
  });
  all("h4.panel-title", (one) => {
    one.setAttribute("role", "heading");
    one.setAttribute("aria-level", "2");
  });
  all("#statusmessage", (one) => one.setAttribute("role", "status"));

  all("th:empty", (one) => { one.innerHTML = '<span class="sr-only">Name shown or hidden</span>'; });

  /* A control that a mouse alone could use. */
  const button = (one, words) => {
    one.setAttribute("role", "button");
    one.tabIndex = 0;
    one.removeAttribute("aria-hidden");
    say(one, words);
    one.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      one.click();
    });
  };

  const name = () => {
    /* An icon that is a link is called as its column, and by what the row begins with. */
    all("td > a:not([aria-label])", (one) => {
      if (text(one)) return;
      const cell = one.parentElement;
      const column = one.closest("table").querySelectorAll("thead th")[cell.cellIndex];
      say(one, `${text(column)}: ${text(cell.parentElement.cells[0])}`);
    });
    /* A field of a form stands beside its words. */
    all(".modal td > input:not([aria-label])", (one) =>
      say(one, text(one.parentElement.previousElementSibling)));
    all(".modal:not([aria-label])", (one) => say(one, text(one.querySelector(".modal-title"))));
    all("span.name-hidden.glyphicon:not([role])", (one) => button(one, "Show the student's name"));
    all("span.name-shown.glyphicon:not([role])", (one) => button(one, "Hide the student's name"));
    all(".help:not([role])", (one) => button(one, "Keyboard shortcuts"));
    all("input.score:not([aria-label])", (one) => say(one, `Points for ${one.id}`));
    all("input.extra-credit:not([aria-label])", (one) =>
      say(one, `Extra credit for ${one.id.replace(/_extra_credit$/, "")}`));
    all("textarea.comment:not([aria-label])", (one) =>
      say(one, `Comment on ${one.id.replace(/-comment$/, "")}`));
    all(".dataTables_filter input:not([aria-label])", (one) => say(one, "Search"));
    all(".modal-title:not([role])", (one) => {
      one.setAttribute("role", "heading");
      one.setAttribute("aria-level", "2");
    });
    all("pre:not([tabindex])", (one) => { one.tabIndex = 0; });
    /* nbgrader takes the way back to the lists from the keyboard. */
    all("nav a[tabindex='-1']", (one) => one.removeAttribute("tabindex"));
    all("td > .glyphicon-ok:not([aria-label]), td > .glyphicon-flag:not([aria-label])", (one) => {
      one.setAttribute("role", "img");
      say(one, one.classList.contains("glyphicon-ok") ? "yes" : "to be looked at");
    });
  };
  name();
  new MutationObserver(name).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["tabindex"] });
});
