// Saves each field by itself. Changes wait in this browser, by person, until the server has answered for them: they survive a lost line,
// an expired session and a closed tab. What somebody else wrote meanwhile is never overwritten: both values are shown. A change that is
// refused stays at its field until it is settled and holds back no other.
const mostAtOnce = 50;
// What the site takes at once, in bytes (BodyLimits.OfForms), and what a request says beside its changes.
const mostBytes = 4 << 20;
const beside = 1000;
const longestPause = 60000;
const keptHere = "Ответы сохранены в этом браузере и уйдут сами.";
const unkeptHere = "Этот браузер ответы не хранит: не закрывайте страницу, пока они не уйдут.";
// What is said of a refusal that comes without words of its own.
const refusals = {
  400: "Сайт не принял это изменение. Скопируйте текст, обновите страницу и введите его ещё раз.",
  403: "Изменять это Вам больше нельзя: срок прошёл или доступ закрыт.",
  404: "Этой страницы больше нет: скопируйте текст и откройте её заново из списка.",
  409: "Это место уже изменено. Скопируйте текст и обновите страницу.",
  413: "Текст слишком длинный: сократите его или приложите файлом.",
};
// Sent away for a while.
const delays = { 408: "Связь слишком медленная.", 429: "Сайт просит подождать.", 503: "Сайт пока недоступен." };
const isForLater = status => status in delays || status >= 500;

for (const page of document.querySelectorAll("[data-autosave]")) if ("every" in page.dataset) startEvery(page); else start(page);

// Of an address with different queries, as marks are of different experts, each has its queue.
function startEvery(page) {
  const { autosave: address, user } = page.dataset;
  const beginning = `orientir:${user}:`;
  let places = [];
  try { places = Object.keys(localStorage).filter(place => place.startsWith(`${beginning}${address}?`)); } catch { return; }
  for (const place of places) {
    const one = page.cloneNode(true);
    delete one.dataset.every;
    one.dataset.autosave = place.slice(beginning.length);
    page.after(one);
    start(one);
  }
}

function start(page) {
  const { autosave: address, user, signin } = page.dataset;
  // Each address has its queue: a mark is never sent where answers go.
  const place = `orientir:${user}:${address}`;
  // Where one comes back to: which direction and whose marks are shown, the query says.
  const here = location.pathname + location.search;
  const status = page.querySelector("[data-status]");
  let token = document.querySelector("input[name=__RequestVerificationToken]")?.value ?? "";
  // The queue, where the browser has no room for it or keeps nothing: as long as the page is open.
  let unkept = null;
  let busy = false;
  let pause = 1000;
  let size = mostAtOnce;
  let renewed = false;
  let isOffline = !navigator.onLine;
  let timer = 0;

  const read = () => {
    if (unkept) return unkept;
    try { return JSON.parse(localStorage.getItem(place) ?? "[]"); } catch { return []; }
  };
  const write = queue => {
    try {
      if (queue.length) localStorage.setItem(place, JSON.stringify(queue)); else localStorage.removeItem(place);
      unkept = null;
    } catch { unkept = queue; }
  };
  // The field holds the whole; a browser takes minutes to draw millions of letters twice.
  const short = text => text.length > 20000 ? `${text.slice(0, 20000)}…` : text;
  const kept = () => unkept ? unkeptHere : keptHere;
  const say = text => { status.textContent = text; };
  const make = (name, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  // Not randomUUID: it is there on https only.
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, "0")).join("");
  const placeOf = ({ dataset }) =>
    ({ subject: Number(dataset.subject), uid: dataset.uid, item: dataset.item ?? "", field: dataset.field ?? "" });
  const same = (one, two) => one.subject === two.subject && one.uid === two.uid && one.item === two.item && one.field === two.field;
  const boxOf = entry =>
    [...page.querySelectorAll(entry.field ? "[data-field]" : "[data-evidence]")].find(box => same(placeOf(box), entry));
  const oldOf = box => box.querySelector("input[name^='old/']");
  const controls = box => [...box.querySelectorAll("[name^='new/']")];
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
    const folded = box.closest("details");
    if (folded && value) folded.open = true;
  }

  function words(box, value) {
    const [first] = controls(box);
    if (first.type === "checkbox") return value ? "отмечено" : "не отмечено";
    const titleAt = one => controls(box).find(radio => radio.value === one)?.nextElementSibling?.textContent;
    const chosen = first.type === "radio" ? titleAt(value) ?? (value.includes("+") ? value.split("+").map(titleAt).join(" и ") : null)
      : first.tagName === "SELECT" ? [...first.options].find(option => option.value === value)?.textContent : null;
    return chosen ?? (value || "пусто");
  }

  // What was chosen is kept in words too: they are shown where the field is not.
  const set = (entry, box, value) => Object.assign(entry, { value, said: words(box, value) });
  const change = (box, base, value) => set({ key: newKey(), ...placeOf(box), base, path: here }, box, value);

  function remember(box) {
    const old = oldOf(box);
    if (!old) return;
    const value = valueOf(box);
    const queue = read();
    const last = queue.findLast(entry => same(entry, placeOf(box)));
    if (last?.trouble?.outcome === "Conflict") {
      // Undecided still: what is typed on is what would be saved.
      set(last, box, value);
      write(queue);
      const mine = box.querySelector("[data-mine]");
      if (mine) mine.textContent = words(box, value); else showTroubles();
      return;
    }
    if (last?.trouble) {
      // What was refused is corrected: the new text goes at once.
      if (last.value === value) return;
      queue.splice(queue.indexOf(last), 1);
      write(queue);
      showTroubles();
      if (clean(old.value) === value) { say(""); return; }
      queue.push(change(box, clean(old.value), value));
    } else if (last && !last.sent) {
      // What waits unsent is replaced; what is on its way is what the next change rests on.
      if (last.value === value) return;
      set(last, box, value);
      last.key = newKey();
    } else {
      const base = last ? last.value : clean(old.value);
      if (base === value) return;
      queue.push(change(box, base, value));
    }
    write(queue);
    say("Сохраняется…");
    send();
  }

  const patchesOf = batch =>
    batch.map(({ key, subject, uid, item, field, base, value }) => ({ key, subject, uid, item, field, base, value }));
  const bytesOf = batch => new Blob([JSON.stringify(batch.map(entry => entry.values ?? patchesOf([entry])[0]))]).size;

  function refuse(entry, message = refusals[413]) {
    settle([{ key: entry.key, outcome: "Refused", message }]);
    sayRefused();
    send();
  }

  async function send() {
    clearTimeout(timer);
    if (busy) return;
    const queue = read();
    const waiting = queue.filter(entry => !entry.trouble);
    if (!waiting.length) return;
    busy = true;
    const first = waiting.findIndex(entry => !entry.field);
    const batch = waiting.slice(0, first === 0 ? 1 : first < 0 ? size : Math.min(first, size));
    // Too long a text is never sent, where the site might cut it off before it can say so; too many go in several turns.
    while (batch.length > 1 && bytesOf(batch) > mostBytes - beside) batch.pop();
    if (bytesOf(batch) > mostBytes - beside) {
      busy = false;
      refuse(batch[0]);
      return;
    }
    for (const entry of batch) entry.sent = true;
    write(queue);
    const patches = patchesOf(batch);
    const { answer, said } = await (first === 0
      ? sendEvidence(batch[0])
      : post(address, JSON.stringify({ user, patches }), "application/json"));
    busy = false;
    const status = answer?.status;
    if (answer?.ok && said) {
      pause = 1000;
      isOffline = false;
      size = Math.min(size * 2, mostAtOnce);
      renewed = false;
      if (first === 0) acceptEvidence(batch[0], said); else accept(batch, said);
      if (read().some(entry => !entry.trouble)) send();
    } else if (status === 401) {
      offerSignIn();
      again(15000);
    } else if (status === 400 && said?.renew) {
      // The page's token went with its session; where a new one is not taken either, the browser keeps no cookies.
      if (renewed) {
        say(unkept
          ? "Сайт не узнаёт эту страницу: скопируйте, что ввели, и обновите её."
          : `Сайт не узнаёт эту страницу: обновите её. ${keptHere}`);
        again(15000);
      } else if (renewed = await renew()) send();
    } else if (status in delays) {
      say(`${delays[status]} ${kept()}`);
      again(Number(answer.headers.get("Retry-After")) * 1000);
    } else if (status >= 400 && batch.length > 1) {
      // Which of them it is shows when fewer are sent.
      size = Math.ceil(batch.length / 2);
      if (status < 500) send(); else again(1000);
    } else if (status >= 500) {
      putOff(batch[0]);
      sayPutOff();
      again();
    } else if (status >= 400) {
      refuse(batch[0], said?.message ?? refusals[status] ?? "Не сохранено.");
    } else {
      isOffline = true;
      showWaiting();
      say(`Нет связи. ${kept()}`);
      again();
    }
  }

  // What the site fails at again and again goes behind the others, with what was typed there after it.
  function putOff(entry) {
    const queue = read();
    const late = queue.filter(one => one.key === entry.key || entry.field && same(one, entry));
    for (const one of late) if (one.key === entry.key) one.failed = true;
    write([...queue.filter(one => !late.includes(one)), ...late]);
  }

  const titleOf = uid => page.querySelector(`[data-title="${CSS.escape(uid)}"]`)?.textContent ?? uid;
  const sayRefused = () => say(page.querySelector(".conflict[data-key]")
    ? "Не всё сохранено: смотрите отмеченные поля."
    : "Не всё сохранено: смотрите список вверху страницы.");
  const sayPutOff = () => {
    const places = [...new Set(read().filter(entry => entry.failed).map(entry => titleOf(entry.uid)))];
    if (places.length) say(`Пока не сохраняется из-за ошибки сайта: ${places.join("; ")}. ${kept()}`);
  };

  // What is answered and what it says; neither where the line is dead or breaks off within the answer. What is neither big nor answered in
  // a minute is sent anew.
  async function post(to, body, type, signal = AbortSignal.timeout?.(60000)) {
    try {
      const headers = { ...(type ? { "Content-Type": type } : {}), Accept: "application/json", RequestVerificationToken: token };
      const answer = await fetch(to, { method: "POST", headers, body, signal });
      return { answer, said: await answer.json().catch(() => null) };
    } catch { return {}; }
  }

  function again(after) {
    clearTimeout(timer);
    timer = setTimeout(send, after || pause);
    pause = Math.min(pause * 2, longestPause);
  }

  // After a new sign-in the page's token is renewed without losing what is typed; somebody else's sign-in takes nothing along.
  // False where it could not be: then it is said why, and asked again.
  async function renew() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = fresh.querySelector("[data-autosave]");
      if (!found) { offerSignIn(); again(15000); return false; }
      if (found.dataset.user !== user) {
        say(`В этом браузере вошёл другой человек. Ваши изменения отправятся, когда снова войдёте вы. ${unkept ? unkeptHere : ""}`);
        again(15000);
        return false;
      }
      token = fresh.querySelector("input[name=__RequestVerificationToken]").value;
      for (const input of document.querySelectorAll("input[name=__RequestVerificationToken]")) input.value = token;
      return true;
    } catch {
      say(`Нет связи. ${kept()}`);
      again();
      return false;
    }
  }

  function offerSignIn(
    text = unkept ? "Вы вышли. Ответы есть только на этой странице, не закрывайте её: " : "Вы вышли. Ответы сохранены в этом браузере: ",
    title = unkept ? "войдите в новой вкладке, и они отправятся" : "войдите, и они отправятся") {
    say(text);
    const link = make("a", title);
    link.href = `${signin}?next=${encodeURIComponent(here)}`;
    link.rel = "noopener";
    link.addEventListener("click", () => { link.target = losesIfLeft() ? "_blank" : ""; });
    status.append(link);
  }

  function accept(batch, said) {
    const silent = batch.filter(entry => !said.results.some(result => result.key === entry.key));
    settle([...said.results, ...silent.map(({ key }) => ({ key, outcome: "Refused", message: refusals[400] }))]);
    refresh(said);
    const left = read();
    if (left.some(entry => entry.trouble)) sayRefused();
    else if (left.some(entry => entry.failed)) sayPutOff();
    else if (!left.length) {
      say(`Сохранено ${said.time}`);
      if ("reload" in page.dataset) location.reload();
    }
  }

  function settle(results) {
    let queue = read();
    for (const result of results) {
      const entry = queue.find(one => one.key === result.key);
      if (!entry) continue;
      if (result.outcome === "Saved") {
        const box = boxOf(entry);
        queue = queue.filter(one => one !== entry);
        if (box && entry.field) oldOf(box).value = result.current;
        for (const later of queue) if (same(later, entry)) later.base = result.current;
        continue;
      }
      // The last of several changes of one field is what the person wants.
      const last = entry.field ? queue.findLast(one => same(one, entry)) : entry;
      queue = queue.filter(one => one === last || !entry.field || !same(one, entry));
      last.trouble = result;
    }
    write(queue);
    showTroubles();
    showWaiting();
  }

  // How far indicators and directions are now.
  function refresh(said) {
    for (const [uid, { text, tone }] of Object.entries(said.leaves ?? {}))
      for (const mark of page.querySelectorAll(`[data-state="${CSS.escape(uid)}"]`)) {
        mark.textContent = text;
        mark.className = `leaf-state ${tone}`;
      }
    for (const [uid, text] of Object.entries(said.directions ?? {}))
      for (const mark of document.querySelectorAll(`[data-direction="${CSS.escape(uid)}"]`)) mark.textContent = text;
  }

  function forget(entry, box) {
    write(read().filter(one => one.key !== entry.key));
    noteOf(box, entry)?.remove();
    if (!read().length) say("");
    tellElsewhere();
  }

  const noteOf = (box, entry) => box.querySelector(`.conflict[data-key="${entry.key}"]`);

  function trouble(box, entry) {
    const result = entry.trouble;
    const note = make("div", "", "conflict");
    note.dataset.key = entry.key;
    note.setAttribute("role", "alert");
    note.append(make("p", result.message, "error"));
    if (!entry.field) {
      note.append(make("p", `Вы ввели: ${entry.said}`));
      // After the deadline there is no line to put it back into.
      if (inputs(box).length) choice("Исправить", () => {
        fill(box, entry.values);
        keepLine(box);
        forget(entry, box);
      });
      choice("Не добавлять", () => forget(entry, box));
    } else if (result.outcome === "Conflict") {
      const both = make("div", "", "diff");
      both.append(
        side(page.dataset.kept ?? "В анкете сейчас", [result.by, result.at].filter(Boolean).join(", "), words(box, result.current)),
        side("Вы ввели", "не сохранено", short(words(box, entry.value)), true));
      note.append(both);
      const decide = value => {
        forget(entry, box);
        oldOf(box).value = result.current;
        show(box, value);
      };
      choice("Сохранить моё", () => {
        decide(read().find(one => one.key === entry.key)?.value ?? entry.value);
        remember(box);
      });
      choice(page.dataset.leave ?? "Оставить то, что в анкете", () => decide(result.current));
    } else {
      note.append(side("Вы ввели", "не сохранено", short(words(box, entry.value)), true));
      choice("Повторить", () => { const mine = valueOf(box); forget(entry, box); show(box, mine); remember(box); });
      choice("Вернуть прежнее", () => { forget(entry, box); show(box, clean(oldOf(box).value)); });
    }
    box.append(note);

    function choice(title, act) {
      const button = make("button", title);
      button.type = "button";
      button.addEventListener("click", act);
      note.append(button, " ");
    }
  }

  function side(title, by, value, mine) {
    const made = document.createElement("div");
    const shown = make("div", value, "value");
    if (mine) shown.dataset.mine = "";
    made.append(make("h3", title), make("p", by, "hint"), shown);
    return made;
  }

  // What waits for a decision is shown at its field, and no more once it is decided, in every tab of the browser.
  function showTroubles() {
    const troubled = read().filter(entry => entry.trouble);
    for (const note of page.querySelectorAll(".conflict[data-key]"))
      if (!troubled.some(entry => entry.key === note.dataset.key)) note.remove();
    for (const entry of troubled) {
      const box = boxOf(entry);
      if (!box || noteOf(box, entry)) continue;
      if (entry.field) show(box, entry.value);
      trouble(box, entry);
    }
    tellElsewhere();
  }

  // What is shown at an address, whatever was said there of what had just been done.
  const shownAt = path => {
    const { pathname, searchParams } = new URL(path, location.href);
    for (const said of ["saved", "removed"]) searchParams.delete(said);
    return `${pathname}?${searchParams}`;
  };

  // What has no field here is shown to be copied, as the deadline may have passed or the page be closed; what was refused on another page
  // can be settled there.
  function tellElsewhere() {
    const left = read().filter(entry => entry.trouble && !boxOf(entry));
    page.querySelector("[data-troubles]").replaceChildren(...left.map(entry => {
      const isHere = shownAt(entry.path) === shownAt(here);
      const where = isHere ? "" : "Не сохранено на другой странице: ";
      const line = make("li", `${where}${titleOf(entry.uid)}. ${entry.trouble.message} Вы ввели: `);
      line.append(make("strong", entry.said ?? (entry.value || "пусто")), " ");
      if (!isHere) {
        const link = make("a", "посмотреть и решить");
        link.href = entry.path;
        line.append(link, " ");
      }
      const button = make("button", "Больше не показывать");
      button.type = "button";
      button.addEventListener("click", () => {
        write(read().filter(one => one.key !== entry.key));
        if (!read().length) say("");
        tellElsewhere();
      });
      line.append(button);
      return line;
    }));
  }

  // Evidence: a link or requisites wait in the queue like answers, a file goes at once.
  const inputs = box => [...box.querySelectorAll(".line input:not([type=file]), .line textarea")];
  const linesIn = text => text.split(/[\r\n]+/).map(line => line.trim()).filter(line => line);
  const valuesOf = box =>
    Object.fromEntries(inputs(box).filter(input => input.value.trim()).map(input => [input.name, input.value.trim()]));
  const keys = new WeakMap();
  let uploads = 0;

  function addEvidence(box) {
    const values = valuesOf(box);
    const file = box.querySelector("input[type=file]");
    if (file?.files.length) { upload(box, file, values); return; }
    if (!Object.keys(values).some(name => /^(url|kind|number|date|about|document)\//.test(name))) { inputs(box)[0]?.focus(); return; }
    empty(box);
    const said = Object.values(values).flatMap(linesIn).join(", ");
    write([...read(), { key: newKey(), ...placeOf(box), values, said, path: here }]);
    showWaiting();
    say("Сохраняется…");
    send();
  }

  function bodyOf(entry) {
    const body = new FormData();
    const { key, uid, item, values } = entry;
    for (const [name, value] of Object.entries({ user, key, uid, item, ...values })) body.append(name, value);
    return body;
  }

  const sendEvidence = entry => post(`/submissions/${entry.subject}/evidence`, bodyOf(entry));

  function acceptEvidence(entry, said) {
    write(read().filter(one => one.key !== entry.key));
    showWaiting();
    drawn(boxOf(entry), said);
  }

  function fill(box, values) {
    for (const [name, value] of Object.entries(values)) {
      const input = box.querySelector(`[name="${CSS.escape(name)}"]`);
      if (input) input.value = value;
    }
    for (const folded of box.querySelectorAll("details"))
      if ([...folded.querySelectorAll("input")].some(input => input.value)) folded.open = true;
  }

  function empty(box) {
    for (const input of inputs(box)) input.value = "";
    box.querySelector(".failed")?.remove();
    keepLine(box);
  }

  // Evidence that is on its way stays in view at its place.
  function showWaiting() {
    for (const list of page.querySelectorAll("[data-waiting]")) list.remove();
    for (const entry of read()) {
      const box = entry.field || entry.trouble ? null : boxOf(entry);
      if (!box) continue;
      let list = box.querySelector("[data-waiting]");
      if (!list) {
        list = make("ul", "", "evidence-waiting");
        list.dataset.waiting = "";
        box.querySelector("[data-list]").after(list);
      }
      const named = Object.entries(entry.values).filter(([name]) => !name.startsWith("url/")).map(([, value]) => value).join(", ");
      const links = linesIn(Object.entries(entry.values).find(([name]) => name.startsWith("url/"))?.[1] ?? "");
      for (const text of links.length ? links : [named]) {
        const line = make("li", `${text} `);
        line.append(make("strong", isOffline ? "ждёт связи" : "сохраняется…"));
        list.append(line);
      }
    }
  }

  // A line begun and not added is kept by its place, and offered after the page was left.
  const linesPlace = `orientir:${user}:lines`;
  const nameOf = box => { const { subject, uid, item } = placeOf(box); return `${subject}/${uid}/${item}`; };
  const readLines = () => { try { return JSON.parse(localStorage.getItem(linesPlace) ?? "{}"); } catch { return {}; } };
  let keepsLines = true;
  function keepLine(box) {
    const lines = readLines();
    const values = valuesOf(box);
    if (Object.keys(values).length) lines[nameOf(box)] = values; else delete lines[nameOf(box)];
    box.querySelector(".half-filled")?.remove();
    try {
      if (Object.keys(lines).length) localStorage.setItem(linesPlace, JSON.stringify(lines)); else localStorage.removeItem(linesPlace);
      keepsLines = true;
    } catch { keepsLines = false; }
  }

  function offerLines() {
    const lines = readLines();
    for (const box of page.querySelectorAll("[data-evidence]")) {
      const values = lines[nameOf(box)];
      if (!values || !inputs(box).length || Object.keys(valuesOf(box)).length) continue;
      fill(box, values);
      const note = make("p", "Вы начали заполнять и не добавили. Нажмите «Добавить» или ", "half-filled");
      const button = make("button", "очистите", "quiet");
      button.type = "button";
      button.addEventListener("click", () => { empty(box); inputs(box)[0]?.focus(); });
      note.append(button, ".");
      box.append(note);
    }
  }

  function drawn(box, said) {
    if (box) box.querySelector("[data-list]").innerHTML = said.html;
    refresh(said);
    if (said.refused && box) {
      // What was refused among others goes back to its field; typed there meanwhile, both stand.
      const url = box.querySelector("[name^='url/']");
      if (url && said.left?.length) url.value = [...linesIn(url.value), ...said.left].join("\n");
      keepLine(box);
      fail(box, said.refused);
      box.dataset.refused = url?.value ?? "";
    } else if (!read().length) say(`Сохранено ${said.time}`);
  }

  async function upload(box, file, values) {
    // What is far too large the server cuts off before it can say so.
    if (file.files[0].size > Number(file.dataset.largest)) {
      fail(box, `Файл «${file.files[0].name}» больше ${file.dataset.largest >> 20} МБ. Сожмите его или дайте ссылку на него.`);
      file.value = "";
      return;
    }
    // Chosen still and tried again, it is the same: what was taken and not answered is not added twice.
    const [chosen] = file.files;
    if (!keys.has(chosen)) keys.set(chosen, newKey());
    const body = bodyOf({ key: keys.get(chosen), ...placeOf(box), values });
    body.append(file.name, chosen);
    say(`Загружается файл «${chosen.name}»…`);
    uploads++;
    const { answer, said } = await immediate(`/submissions/${placeOf(box).subject}/evidence`, body, box, "Файл не загружен",
      () => empty(box));
    uploads--;
    // What was refused would be refused again, with the next link too; what may get through yet is tried again.
    const isRefused = answer?.status >= 400 && answer.status !== 401 && !isForLater(answer.status) && !said?.renew;
    if ((answer?.ok && said || isRefused) && file.files[0] === chosen) file.value = "";
  }

  // Removes evidence or puts it back.
  async function press(box, button) {
    const body = new FormData();
    body.append("user", user);
    body.append(button.name, button.value);
    const failed = button.name === "remove" ? "Подтверждение не убрано" : "Подтверждение не возвращено";
    await immediate(`/submissions/${placeOf(box).subject}/evidence`, body, box, failed);
    (box.querySelector("[name=restore]") ?? box.querySelector("[data-list] a"))?.focus();
  }

  async function immediate(to, body, box, failed, done = () => {}) {
    // A file takes as long as the line needs.
    let { answer, said } = await post(to, body, null, null);
    if (answer?.status === 400 && said?.renew && await renew()) ({ answer, said } = await post(to, body, null, null));
    box.querySelector(".failed")?.remove();
    if (answer?.ok && said) { done(); drawn(box, said); return { answer, said }; }
    if (answer?.status === 401) offerSignIn(`${failed}: вы вышли. `, "Войдите и повторите");
    else {
      const why = (answer?.status < 500 || answer?.status === 503) && (said?.message ?? refusals[answer.status]);
      fail(box, `${failed}: ${why || (answer ? "сайт ответил ошибкой, повторите позже." : "нет связи, повторите позже.")}`);
    }
    return { answer, said };
  }

  // What is kept nowhere: a file on its way or one that did not get through, and a line begun where the browser keeps nothing.
  const losesIfLeft = () => unkept?.length > 0 || uploads > 0
    || [...page.querySelectorAll("[data-evidence] input[type=file]")].some(input => input.value)
    || !keepsLines && [...page.querySelectorAll("[data-evidence]")].some(box => Object.keys(valuesOf(box)).length);

  // Said at the foot and kept beside the line: the foot says something else soon.
  function fail(box, text) {
    say(text);
    box.querySelector(".failed")?.remove();
    box.append(make("p", text, "error failed"));
  }

  page.addEventListener("click", event => {
    const button = event.target.closest("button");
    const box = button?.closest("[data-evidence]");
    if (!box || button.type === "button") return;
    // What goes back to several places concerns other lists too: the page is sent and drawn anew.
    if (button.name === "restore" && button.value.split("|").length > 2) return;
    event.preventDefault();
    if (button.name === "remove" || button.name === "restore") press(box, button); else addEvidence(box);
  });
  page.addEventListener("keydown", event => {
    const isLine = event.target.matches("[data-evidence] textarea") && !event.shiftKey;
    if (event.key !== "Enter" || !isLine && !event.target.matches("input:not([type=file])")) return;
    event.preventDefault();
    const box = event.target.closest("[data-evidence]");
    if (box) addEvidence(box); else event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // Several addresses pasted are several links: they are added at once.
  page.addEventListener("paste", event => {
    if (!event.target.matches("[data-evidence] [name^='url/']")) return;
    const pasted = linesIn(event.clipboardData?.getData("text/plain") ?? "");
    if (pasted.length < 2) return;
    event.preventDefault();
    event.target.value = [...linesIn(event.target.value), ...pasted].join("\n");
    addEvidence(event.target.closest("[data-evidence]"));
  });
  page.addEventListener("input", event => {
    const box = event.target.closest("[data-evidence]");
    if (box && event.target.closest(".line") && event.target.type !== "file") keepLine(box);
  });
  // Left with an address in it, the empty line is meant; what was refused waits to be put right.
  page.addEventListener("focusout", event => {
    const line = event.target.closest("[data-evidence] .line");
    const url = line?.querySelector("[name^='url/']");
    const box = line?.closest("[data-evidence]");
    if (url?.value.trim() && url.value !== box.dataset.refused && !line.contains(event.relatedTarget)) addEvidence(box);
  });

  const timers = new Map();
  const flush = () => { for (const [box, waiting] of timers) { clearTimeout(waiting); remember(box); } timers.clear(); };
  page.addEventListener("input", event => {
    const box = event.target.closest("[data-field]");
    if (!box || !event.target.name?.startsWith("new/")) return;
    clearTimeout(timers.get(box));
    const wait = event.target.matches("[type=radio], [type=checkbox], select") ? 0 : 800;
    timers.set(box, setTimeout(() => { timers.delete(box); remember(box); }, wait));
  });
  page.addEventListener("change", event => {
    if (event.target.matches("[data-evidence] input[type=file]") && event.target.files.length)
      addEvidence(event.target.closest("[data-evidence]"));
    const box = event.target.closest("[data-field]");
    if (!box || !event.target.name?.startsWith("new/")) return;
    clearTimeout(timers.get(box));
    timers.delete(box);
    remember(box);
  });
  addEventListener("pagehide", flush);
  // What is sent with the page goes along.
  let isPosted = false;
  page.addEventListener("submit", () => {
    isPosted = true;
    const lines = readLines();
    for (const box of page.querySelectorAll("[data-evidence]")) delete lines[nameOf(box)];
    try { localStorage.setItem(linesPlace, JSON.stringify(lines)); } catch { /* nothing is kept there */ }
  });
  addEventListener("beforeunload", event => { if (!isPosted && losesIfLeft()) event.preventDefault(); });
  addEventListener("online", () => { pause = 1000; send(); });
  addEventListener("storage", event => { if (event.key === place) { showTroubles(); showWaiting(); } });
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); else send(); });

  // With script nothing needs a button; what did not get through before is put back and sent.
  page.classList.add("live");
  for (const entry of read()) {
    const box = boxOf(entry);
    if (!box) continue;
    if (entry.field) show(box, entry.value);
  }
  showTroubles();
  showWaiting();
  offerLines();
  if (read().some(entry => !entry.trouble)) say("Сохраняется…");
  send();
}
