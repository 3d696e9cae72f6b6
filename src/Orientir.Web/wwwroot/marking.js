// Marking from the keyboard: a digit chooses the value, arrows lead from indicator to indicator. Saving is autosave.js's.
const page = document.querySelector("[data-marking][data-autosave]");
if (page) start(page);

function start(page) {
  const sections = [...page.querySelectorAll("section.leaf")];
  page.querySelector("[data-keys]").hidden = false;
  const here = () => document.activeElement?.closest("section.leaf");
  const writes = element => element?.matches("textarea, select, input:not([type=radio])");

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || writes(document.activeElement)) return;
    if (/^\d$/.test(event.key)) choose(event);
    // Within a group of radios arrows choose, as everywhere.
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && document.activeElement?.type !== "radio") walk(event, event.key === "ArrowDown" ? 1 : -1);
  });

  function choose(event) {
    const section = here() ?? sections[0];
    const radios = [...section.querySelectorAll("[data-field=Value] input[type=radio]")];
    const radio = radios.find(one => one.value === event.key) ?? radios.filter(one => /^\d/.test(one.value))[Number(event.key)];
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    section.focus();
  }

  function walk(event, step) {
    const section = here();
    if (!section) return;
    const next = sections[sections.indexOf(section) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "start" });
  }
}
