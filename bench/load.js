// What bench/load does to a site, as browsers do: PORT PID save OFFICERS RATE SECONDS FILE [PID of the database server] signs officers in and
// saves fields; PORT PID sign-ins|readers|strangers COUNT lets so many sign in, open pages, or ask and not listen, at one moment.
const http = require("node:http");
const net = require("node:net");
const fs = require("node:fs");

const [mode, file] = [process.argv[4], process.argv[8]];
const [port, pid, , count, rate, seconds, , server] = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: 2 * count });

function ask(method, path, cookies, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port, method, path, agent, timeout: 120_000,
        headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "), Accept: "text/html", ...headers } },
      answer => {
        const parts = [];
        answer.on("data", part => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () => {
          for (const cookie of answer.headers["set-cookie"] ?? []) {
            const [name, value] = cookie.split(";")[0].split(/=(.*)/s);
            cookies.set(name, value);
          }
          resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() });
        });
      });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", reject);
    request.end(body);
  });
}

const form = { "Content-Type": "application/x-www-form-urlencoded" };
const hidden = page => [...page.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)].map(found => [found[1], found[2]]);

// An address of its own for each: as the proxy tells it.
const from = number => ({ "X-Forwarded-For": `203.0.${113 + (number >> 8)}.${number & 255}` });

async function enter(number, cookies) {
  const page = (await ask("GET", "/sign-in", cookies, undefined, from(number))).text;
  const fields = new URLSearchParams(hidden(page.slice(page.indexOf("<main"))));
  fields.set("Email", `rayon${number}@demo`);
  fields.set("Password", "учебный вход в систему");
  return (await ask("POST", "/sign-in", cookies, fields.toString(), { ...form, ...from(number) })).status;
}

async function signIn(number) {
  const cookies = new Map();
  const status = await enter(number, cookies);
  if (status !== 302) throw new Error(`sign-in of ${number}: ${status}`);
  const subject = (await ask("GET", "/submissions", cookies)).text.match(/\/submissions\/(\d+)/)[1];
  const text = (await ask("GET", `/submissions/${subject}/directions/1.2`, cookies)).text;
  return {
    cookies, subject: Number(subject), user: text.match(/data-user="(\d+)"/)?.[1],
    token: text.match(/name="__RequestVerificationToken"[^>]*value="([^"]*)"/)?.[1],
    last: new Map(), uids: [...new Set([...text.matchAll(/"(1\.2\.\d+)"|\/(1\.2\.\d+)\//g)].map(found => found[1] ?? found[2]))], now: new Map(), busy: false,
  };
}

let made = 0;
async function save(officer, acknowledged) {
  const uid = officer.uids[made % officer.uids.length];
  const key = `load-${pid}-${++made}`;
  const value = `Поле заполнено в ${made}-й раз`;
  const patch = { key, subject: officer.subject, uid, item: "", field: "Comment", base: officer.now.get(uid) ?? "", value };
  // Until it is answered nobody knows what the field holds.
  officer.last.delete(uid);
  const answer = await ask("POST", "/submissions/patches", officer.cookies, JSON.stringify({ user: officer.user, patches: [patch] }),
    { "Content-Type": "application/json", Accept: "application/json", RequestVerificationToken: officer.token });
  if (answer.status !== 200) return `${answer.status}`;
  const [result] = JSON.parse(answer.text).results;
  const isFirst = !officer.now.has(uid);
  officer.now.set(uid, result.current);
  if (result.outcome === "Saved") {
    acknowledged.push(key);
    officer.last.set(uid, value);
  } else officer.last.delete(uid);
  // What a field held before anybody began is told once.
  return result.outcome === "Conflict" && isFirst ? "Told" : result.outcome;
}

// Two who are in go on opening pages until they are told to stop; gives how long each page took.
async function meanwhile(refused) {
  const others = [await signIn(1), await signIn(2)];
  const pages = [];
  let ended = false;
  const readers = others.map(async other => {
    while (!ended) {
      const begun = performance.now();
      const answer = await ask("GET", "/submissions", other.cookies);
      pages.push(performance.now() - begun);
      if (answer.status !== 200) refused.push(`page ${answer.status}`);
      await wait(50);
    }
  });
  return async () => {
    ended = true;
    await Promise.all(readers);
    console.log(`pages of others meanwhile: ${pages.length}, p50 ${quantile(pages, 0.5)}, p95 ${quantile(pages, 0.95)}, most ${quantile(pages, 1)} ms`);
    return pages;
  };
}

// Connections of one address each ask for sixty long pages and read nothing of them for 20 seconds.
async function askAll() {
  const refused = [];
  const stop = await meanwhile(refused);
  // A site at work, not one that compiles its first pages.
  await wait(3_000);
  const asked = `GET /sign-in?next=/${"a".repeat(6500)} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 198.51.100.7\r\nAccept: text/html\r\n\r\n`.repeat(60);
  const lines = Array.from({ length: count }, () => {
    const line = net.connect(port, "127.0.0.1");
    line.pause();
    line.on("error", () => {});
    line.write(asked);
    return line;
  });
  const before = processor()[0];
  await wait(20_000);
  const spent = processor()[0] - before;
  const pages = await stop();
  lines.forEach(line => line.destroy());
  console.log(`${count} connections ask for 60 pages each and read none: processor ${(spent / 200).toFixed(0)} % of one, memory ${memory("VmRSS")} MB, most ${memory("VmHWM")} MB; turned away: ${refused.length}`);
  return refused.length > 0 || Math.max(...pages) >= 1000 || memory("VmHWM") >= 400 ? 1 : 0;
}

// Many sign in at one moment; meanwhile others go on opening pages.
async function signInAll() {
  const [took, refused] = [[], []];
  const stop = await meanwhile(refused);
  const before = processor()[0];
  const begun = performance.now();
  await Promise.all(Array.from({ length: count }, async (_, at) => {
    const status = await enter(at + 1, new Map()).catch(fault => fault.message);
    took.push(performance.now() - begun);
    if (status !== 302) refused.push(status);
  }));
  console.log(`${count} sign in at once: all in after ${quantile(took, 1)} ms, half after ${quantile(took, 0.5)} ms; processor a sign-in ${((processor()[0] - before) / count).toFixed(0)} ms`);
  const pages = await stop();
  console.log(`turned away: ${refused.length} ${[...new Set(refused)].join(", ")}; memory ${memory("VmRSS")} MB, most ${memory("VmHWM")} MB`);
  return refused.length > 0 || Math.max(...pages) >= 1000 ? 1 : 0;
}

// Everybody opens a page at one moment, twice (the second time what was compiled and read serves again); then each a page every 20 seconds.
async function readAll() {
  const persons = await Promise.all(Array.from({ length: 10 }, (_, at) => signIn(at + 1)));
  const refused = [];
  const open = async at => {
    const { cookies, subject } = persons[at % persons.length];
    const begun = performance.now();
    const answer = await ask("GET", at % 2 ? "/submissions" : `/submissions/${subject}/directions/1.2`, cookies, undefined, from(at)).catch(fault => ({ status: fault.message }));
    if (answer.status !== 200) refused.push(answer.status);
    return performance.now() - begun;
  };
  for (const round of ["first", "second"]) {
    const begun = performance.now();
    const took = await Promise.all(Array.from({ length: count }, (_, at) => open(at)));
    console.log(`${count} open a page at once, ${round} round: all after ${(performance.now() - begun).toFixed(0)} ms, half after ${quantile(took, 0.5)} ms`);
  }
  const spread = await Promise.all(Array.from({ length: count }, async (_, at) => {
    const took = [];
    await wait((at * 20_000) / count);
    for (let turn = 0; turn < 2; turn++) {
      took.push(await open(at));
      if (turn === 0) await wait(20_000 - took[0]);
    }
    return took;
  }));
  console.log(`a page each 20 s: p50 ${quantile(spread.flat(), 0.5)}, p99 ${quantile(spread.flat(), 0.99)}, most ${quantile(spread.flat(), 1)} ms`);
  console.log(`turned away: ${refused.length} ${[...new Set(refused)].join(", ")}; memory ${memory("VmRSS")} MB, most ${memory("VmHWM")} MB`);
  return refused.length > 0 ? 1 : 0;
}

function quantile(times, share) {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted.length === 0 ? "—" : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0);
}

const memory = name => Number(fs.readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))[1]) >> 10;
// Milliseconds of processor of the site, and of the database server with its children.
function processor() {
  const ticks = stat => stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const spent = fields => (Number(fields[11]) + Number(fields[12])) * 10;
  let database = 0;
  if (server)
    for (const id of fs.readdirSync("/proc").filter(name => /^\d+$/.test(name)))
      try {
        const fields = ticks(fs.readFileSync(`/proc/${id}/stat`, "utf8"));
        if (Number(id) === server || Number(fields[1]) === server) database += spent(fields);
      } catch { /* it has just ended */ }
  return [spent(ticks(fs.readFileSync(`/proc/${pid}/stat`, "utf8"))), database];
}

const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

(async () => {
  for (;;) {
    try {
      if ((await ask("GET", "/health/ready", new Map())).status === 200) break;
    } catch { /* not listening yet */ }
    await wait(100);
  }
  if (mode !== "save") {
    process.exitCode = await { readers: readAll, "sign-ins": signInAll, strangers: askAll }[mode]();
    agent.destroy();
    return;
  }
  const all = [];
  const most = Math.max(36, 2 * count);
  const first = [];
  const able = [];
  // What the form holds already is a conflict once; forms that were sent take no more.
  for (let number = 1; number <= most && able.length < count; number += 4)
    for (const officer of await Promise.all([0, 1, 2, 3].filter(more => number + more <= most).map(more => signIn(number + more)))) {
      if (!officer.user || officer.uids.length === 0) continue;
      officer.uids = officer.uids.slice(0, 6);
      all.push(officer);
      if ((await save(officer, first)) !== "Refused" && able.length < count) able.push(officer);
    }
  console.log(`officers ${count}, with an open form ${able.length}; memory before ${memory("VmRSS")} MB`);

  const before = processor();
  const [times, faults, acknowledged, running] = [[], {}, [...first], new Set()];
  const begun = performance.now();
  let turn = 0;
  const step = () => {
    let officer;
    for (let look = 0; look < able.length && !officer; look++) {
      const one = able[turn++ % able.length];
      if (!one.busy) officer = one;
    }
    return officer;
  };
  let due = 0;
  let [late, told] = [0, 0];
  while (performance.now() - begun < seconds * 1000) {
    const should = Math.floor(((performance.now() - begun) / 1000) * rate);
    for (; due < should; due++) {
      const officer = step();
      if (!officer) { late++; continue; }
      officer.busy = true;
      const at = begun + (due * 1000) / rate;
      const task = save(officer, acknowledged)
        .catch(fault => fault.message)
        .then(outcome => {
          times.push(performance.now() - at);
          if (outcome === "Told") told++;
          else if (outcome !== "Saved") faults[outcome] = (faults[outcome] ?? 0) + 1;
          officer.busy = false;
          running.delete(task);
        });
      running.add(task);
    }
    await wait(2);
  }
  const within = acknowledged.length - first.length;
  await Promise.all(running);
  const [ofSite, ofServer] = processor().map((now, which) => ((now - before[which]) / times.length).toFixed(1));
  console.log(`asked ${rate}/s for ${seconds} s: saved ${(within / seconds).toFixed(0)}/s; p50 ${quantile(times, 0.5)}, p95 ${quantile(times, 0.95)}, p99 ${quantile(times, 0.99)}, most ${quantile(times, 1)} ms`);
  console.log(`not saved: ${JSON.stringify(faults)}, told what a field held: ${told}; everybody busy at ${late} moments; memory ${memory("VmRSS")} MB, most ${memory("VmHWM")} MB`);
  console.log(`processor a save: site ${ofSite} ms${server ? `, database server ${ofServer} ms` : ""}`);
  fs.writeFileSync(file, acknowledged.map(key => key + "\n").join(""));
  fs.writeFileSync(`${file}.values`, all.flatMap(one => [...one.last].map(([uid, value]) => `${one.subject}\t${uid}\t${value}\n`)).join(""));
  if (Object.keys(faults).length > 0 || within === 0) process.exitCode = 1;
  agent.destroy();
})();
