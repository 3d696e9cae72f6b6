// Marking from the keyboard: a digit chooses the value of the indicator at hand, Enter and arrows lead from one to the next. Saving is
// autosave.js's.
const page = document.querySelector("[data-marking]");
if (page) start(page);

function start(page) {
  const sections = [...page.querySelectorAll("section.leaf")];
  const scale = page.querySelector("[data-scale]");
  const here = () => document.activeElement?.closest("section.leaf");
  const values = section => [...section.querySelectorAll("[data-field=Value] input[type=radio]")].filter(radio => /^\d/.test(radio.value));
  const writes = element => element?.matches("textarea, select, input:not([type=radio])");
  page.querySelector("[data-keys]").hidden = scale.hidden = false;

  document.addEventListener("keydown", event => {
    const at = document.activeElement;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.shiftKey && here()) comment(event);
    else if (writes(at)) return;
    else if (/^\d$/.test(event.key)) choose(event);
    // A link or a button does what it says; within a group of radios arrows choose, as everywhere.
    else if (event.key === "Enter" && here() && !at.matches("a, button, summary")) walk(event, 1);
    else if (at?.type === "radio") return;
    else if (event.key === "ArrowDown") walk(event, 1);
    else if (event.key === "ArrowUp") walk(event, -1);
  });
  page.addEventListener("focusin", show);
  page.addEventListener("change", count);

  function choose(event) {
    // A digit pressed nowhere in particular marks nothing.
    const section = here();
    const radios = section ? values(section) : [];
    const radio = radios.find(one => one.value === event.key) ?? radios[Number(event.key)];
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    section.focus();
  }

  function walk(event, step) {
    const section = here();
    // From elsewhere on the page down leads to the first indicator without a mark.
    if (!section && (step < 0 || document.activeElement !== document.body)) return;
    const next = section ? sections[sections.indexOf(section) + step] : sections.find(one => !marked(one)) ?? sections[0];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  function comment(event) {
    event.preventDefault();
    const field = here().querySelector("[data-field=Comment] textarea");
    if (document.activeElement === field) here().focus();
    else field?.focus();
  }

  // The scale of the indicator at hand stays in sight. Its line has its height from the start: nothing may move between pressing and
  // releasing the mouse.
  function show() {
    const section = here();
    if (!section) return;
    const words = values(section).map((radio, index) => {
      const key = index < 10 ? (/^\d$/.test(radio.value) ? radio.value : index) + " — " : "";
      return key + radio.nextElementSibling.textContent;
    });
    scale.textContent = [section.querySelector("h2").textContent.split(" ")[0], ...words].join("   ");
  }

  function marked(section) {
    const field = section.querySelector("[data-field=Value]");
    const given = field.querySelector("input:checked") ?? field.querySelector("input:not([type=radio]):not([type=hidden])");
    return (given?.value ?? "") !== "";
  }

  function count() {
    page.querySelector("[data-marked]").textContent = Number(page.dataset.marking) + sections.filter(marked).length;
  }
}
