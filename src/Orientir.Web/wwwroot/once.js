// A second click on a button already at work sends nothing: of two forms at once the browser would show the answer to the second, a
// refusal.
const sent = new Set();

document.addEventListener("submit", event => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (sent.has(form)) {
        event.preventDefault();
        return;
    }
    sent.add(form);
    // Whoever stops the browser and tries again is not held for ever.
    setTimeout(() => sent.delete(form), 15_000);
});
addEventListener("pageshow", () => sent.clear());
