// Saves each field by itself. Changes wait in this browser until the server has answered for them: they survive a lost line, an
// expired session and a closed tab. What somebody else wrote meanwhile is never overwritten: both values are shown.
const page = document.querySelector("[data-autosave]");
if (page) start(page);

function start(page) {
  const address = page.dataset.autosave;
  const place = `orientir:${page.dataset.user}:${address}`;
  const status = page.querySelector("[data-status]");
  let busy = false;
  let pause = 1000;
  let token = page.querySelector("input[name=__RequestVerificationToken]")?.value ?? "";

  const read = () => { try { return JSON.parse(localStorage.getItem(place) ?? "[]"); } catch { return []; } };
  const write = queue => { try { if (queue.length) localStorage.setItem(place, JSON.stringify(queue)); else localStorage.removeItem(place); } catch { say("Браузер не хранит данные: нажимайте «Сохранить» у показателя."); } };
  const say = text => { status.textContent = text; };
  const same = (one, two) => one.uid === two.uid && one.item === two.item && one.field === two.field;
  const boxOf = patch => [...page.querySelectorAll("[data-field]")].find(box => same(placeOf(box), patch));
  const placeOf = box => ({ uid: box.dataset.uid, item: box.dataset.item ?? "", field: box.dataset.field });
  const oldOf = box => box.querySelector("input[name^='old.']");
  const controls = box => [...box.querySelectorAll("[name^='new.']")];
  const clean = text => text.replace(/\r\n?/g, "\n").trim();

  function valueOf(box) {
    const [first] = controls(box);
    if (first.type === "radio") return controls(box).find(radio => radio.checked)?.value ?? "";
    if (first.type === "checkbox") return first.checked ? "1" : "";
    return clean(first.value);
  }

  function show(box, value) {
    for (const control of controls(box)) {
      if (control.type === "radio") control.checked = control.value === value;
      else if (control.type === "checkbox") control.checked = value === "1";
      else control.value = control.inputMode === "decimal" ? value.replace(".", ",") : value;
    }
  }

  function remember(box) {
    const old = oldOf(box);
    if (!old) return;
    const value = valueOf(box);
    const queue = read();
    const last = queue.findLast(patch => same(patch, placeOf(box)));
    // What waits unsent is replaced; what is on its way is what the next change rests on.
    if (last && !last.sent) {
      if (last.value === value) return;
      last.value = value;
      last.key = crypto.randomUUID();
    } else {
      const base = last ? last.value : clean(old.value);
      if (base === value) return;
      queue.push({ key: crypto.randomUUID(), ...placeOf(box), base, value });
    }
    write(queue);
    say("Сохраняется…");
    send();
  }

  async function send() {
    if (busy) return;
    const queue = read();
    if (!queue.length) return;
    busy = true;
    const batch = queue.slice(0, 50);
    for (const patch of batch) patch.sent = true;
    write(queue);
    let answer = null;
    try {
      answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", RequestVerificationToken: token },
        body: JSON.stringify(batch.map(({ key, uid, item, field, base, value }) => ({ key, uid, item, field, base, value }))),
      });
    } catch { answer = null; }
    busy = false;
    if (answer?.ok) {
      pause = 1000;
      accept(await answer.json());
      if (read().length) send();
      return;
    }
    if (answer?.status === 401) {
      offerSignIn();
      again(15000);
    } else if (answer?.status === 400) {
      await renew();
      again(pause);
    } else if (answer && answer.status < 500 && answer.status !== 429) {
      const said = await answer.json().catch(() => null);
      say(said?.message ?? "Не сохранено. Обновите страницу.");
      again(60000);
    } else {
      say("Нет связи. Ответы сохранены в этом браузере и уйдут, когда связь появится.");
      again(pause);
    }
  }

  function again(after) {
    pause = Math.min(pause * 2, 60000);
    setTimeout(send, after);
  }

  // After a new sign-in the page's token is renewed without losing what is typed.
  async function renew() {
    try {
      const fresh = await fetch(location.href, { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await fresh.text(), "text/html").querySelector("[data-autosave] input[name=__RequestVerificationToken]");
      if (!found) { offerSignIn(); return; }
      token = found.value;
      for (const input of page.querySelectorAll("input[name=__RequestVerificationToken]")) input.value = token;
    } catch { /* the next attempt asks again */ }
  }

  function offerSignIn() {
    say("Вы вышли. Ответы сохранены в этом браузере: ");
    const link = document.createElement("a");
    link.href = `${page.dataset.signin}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "войдите, и они отправятся";
    status.append(link);
  }

  function accept(results) {
    let queue = read();
    let troubles = 0;
    for (const result of results) {
      const patch = queue.find(one => one.key === result.key);
      if (!patch) continue;
      const box = boxOf(patch);
      queue = queue.filter(one => one !== patch);
      if (result.outcome === "Saved") {
        if (box) oldOf(box).value = result.current;
        for (const later of queue) if (same(later, patch)) later.base = result.current;
        continue;
      }
      troubles++;
      const mine = queue.findLast(one => same(one, patch))?.value ?? patch.value;
      queue = queue.filter(one => !same(one, patch));
      if (box) trouble(box, result, mine);
    }
    write(queue);
    if (!troubles && !queue.length) say(`Сохранено ${new Date().toLocaleTimeString("ru-RU", { hour: "2-digit", minute: "2-digit" })}`);
    if (troubles) say("Не всё сохранено: смотрите отмеченные поля.");
  }

  const words = (box, value) => controls(box).find(control => control.type === "radio" && control.value === value)?.nextElementSibling?.textContent
    ?? (controls(box)[0].type === "checkbox" ? (value ? "отмечено" : "не отмечено") : value || "пусто");

  function trouble(box, result, mine) {
    box.querySelector(".autosave-conflict")?.remove();
    const note = document.createElement("div");
    note.className = "autosave-conflict";
    note.setAttribute("role", "alert");
    line(note, result.message);
    if (result.outcome === "Conflict") {
      line(note, `В анкете: ${words(box, result.current)} (${[result.by, result.at].filter(Boolean).join(", ")})`);
      line(note, `Вы ввели: ${words(box, mine)}`);
      choice(note, "Сохранить моё", () => { show(box, mine); });
      choice(note, "Оставить как в анкете", () => { show(box, result.current); });
      oldOf(box).value = result.current;
    }
    box.append(note);

    function choice(parent, title, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.addEventListener("click", () => { act(); note.remove(); remember(box); if (!read().length) say(""); });
      parent.append(button, " ");
    }
  }

  function line(parent, text) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    parent.append(paragraph);
  }

  // What did not get through before the page was closed is put back and sent.
  const waiting = read();
  for (const patch of waiting) { patch.sent = false; const box = boxOf(patch); if (box) show(box, patch.value); }
  write(waiting);

  const timers = new WeakMap();
  page.addEventListener("input", event => {
    const box = event.target.closest("[data-field]");
    if (!box || !event.target.name?.startsWith("new.")) return;
    clearTimeout(timers.get(box));
    timers.set(box, setTimeout(() => remember(box), event.target.matches("[type=radio], [type=checkbox]") ? 0 : 800));
  });
  page.addEventListener("change", event => {
    const box = event.target.closest("[data-field]");
    if (box && event.target.name?.startsWith("new.")) { clearTimeout(timers.get(box)); remember(box); }
  });
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  send();
}
