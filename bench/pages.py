"""Walks the sites of two programs over copies of one database and compares what they show.
Arguments: dotnet, then of the old and of the new program: its folder, its database, a folder of its own."""
import collections
import csv
import datetime
import hashlib
import html.parser
import http.client
import io
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse
import xml.etree.ElementTree
import zipfile

from ports import free_port

PASSWORD = os.environ.get("PASSWORD", "учебный вход в систему")
ACCOUNTS = os.environ.get(
    "ACCOUNTS", "admin@demo operator@demo ministry@demo expert1@demo rayon1@demo rayon3@demo executor@demo publisher@demo").split()

# So many addresses that differ only after «?» are walked of one page: its sorts and filters multiply.
MOST_OF_A_PAGE = int(os.environ.get("MOST", "4"))

# What the new program shows beside what was there, on purpose: where (a pattern of the address), which line, why.
ADDED = [
    ("", r"(\[frame\] )?Фоновые работы", "background work has a page"),
    ("^/$", r": отчёты и письма, которые сайт готовит сам", "background work has a page"),
    ("^/accounts", r"Письма", "letters have a page"),
    ("^/audit", r"(отменена|повторена|начата вне расписания) фоновая работа|письмо (отправлено ещё раз|напечатано)",
     "the filter of the audit knows their actions"),
    ("^/results$", r"Отличия|первый|От расчёта № \d+", "runs of a campaign can be compared"),
    ("^/results", r"Показаны \d+ из \d+\.", "what is cut is told"),
    (r"^/results/\d+($|\?)", r"\d+,\d %", "bars of the chart carry their shares"),
    ("^/(results|reviews)/", r"Оценки (всех )?экспертов рядом", "marks of all experts stand side by side"),
    ("^/audit", r"неверный (пароль в настройках|код подтверждения)", "the filter of the audit knows their actions"),
]

# What it no longer shows, on purpose.
GONE = [
    ("^/results", r"Источники оценок: .*", "experts are told where they stand side by side"),
]

# What it words otherwise: where, the new words, the old ones, why.
REWORDED = [
    ("^/results", r", правила расчёта 1(?=\. Контрольная сумма)", "", "a run names its rules"),
    ("^/results", r"издание (\d+), редакция \d+(?=[.:])", r"редакция \1", "editions are called editions"),
    ("^/audit", r"(?<!редакция )\bметодика №:", "редакция методики №:", "editions are called editions"),
    ("^/results", "Не оценён(?= )", "Не ответил", "who has no mark is not said to be silent"),
    ("^/results", "Не оценен[оы](?= )", "Не ответили", "who has no mark is not said to be silent"),
    ("^/accounts", "приглашение: по почте не отправлено", "приглашение отправлено", "of a letter is said only what is so"),
    ("^/accounts", "по почте не отправлено", "письмо напечатано", "of a letter is said only what is so"),
    ("^/reviews/", r" \([^()]+\.pdf\)$", "", "evidence names its file to experts"),
    ("^/results", "не оценено", "нет данных", "no mark is told apart from no data"),
    ("^/results", r"Набран (?=\d*1 балл)", "Набрано ", "numerals agree"),
    ("^/results", r"^(\d+),0$", r"\1", "numbers of a chart have the same places"),
    ("^/results", "показателей без оценки нет, и", "все показатели оценены, и", "what does not apply is not said to be marked"),
    ("^/results", "относительно лучше других — ", "лучше всего — ", "best below the half is told as relative"),
    ("^/results", "^Наибольший результат: (?=.* у каждого )", "Лидеры: ", "best below the half is told as relative"),
    ("^/results", "^Наибольший результат: ", "Лидер: ", "best below the half is told as relative"),
    ("^/results", r"Столько же, сколько последний из названных, да(ст|дут) ещё \d+ показател\w+\. ", "", "ties are never cut silently"),
    ("^/results", r"( по \d+ показател\w+(?=, взята медиана))|( — [^;.→]+ → [\d,]+)", "", "disagreements are told with their marks"),
    ("^/territories/import", "xlsx, xls, ods или csv", "xlsx или csv", "more formats are read"),
    ("^/accounts/invite", r"xlsx, \.xls, \.ods или CSV", "xlsx или CSV", "more formats are read"),
    ("^/reviews/campaigns/", "xlsx, xls, ods со", "xlsx со", "more formats are read"),
    ("^/submissions/", r"^xlsx, xls или ods до (\d+ МБ): наша форма или таблица (.*?\.) ",
     r"Файл .xlsx: наша форма или привычная таблица \2 До \1. ",
     "more formats are read"),
]


class Site:
    """A site that runs, and one client of it."""

    def __init__(self, dotnet, folder, database, own):
        self.port = free_port()
        settings = {"ORIENTIR_DATABASE": database, "ORIENTIR_FILES": own + "/files",
                    "ASPNETCORE_URLS": f"http://127.0.0.1:{self.port}", "SignIn__PerAddressPerMinute": "1000"}
        self.log = open(own + "/site.log", "wb")
        self.process = subprocess.Popen([dotnet, folder + "/web/Orientir.Web.dll"], env={**os.environ, **settings},
                                        stdout=self.log, stderr=self.log)
        self.forget()
        while True:
            try:
                if self.get("/health/ready")[0] == 200:
                    break
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(open(own + "/site.log", encoding="utf-8").read()[-2000:])
            self.forget()
            time.sleep(0.05)

        # What waited in the database is done first, so that both are seen with it: until it takes no time for as long as it may sleep.
        ticks, since, patience = self.ticks(), time.perf_counter(), time.perf_counter() + 120
        while time.perf_counter() < min(since + 8, patience):
            time.sleep(0.5)
            if (now := self.ticks()) > ticks + 5:
                ticks, since = now, time.perf_counter()

    def ticks(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            return sum(int(part) for part in stat.read().rpartition(")")[2].split()[11:13])

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def forget(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        self.cookies = {}

    def ask(self, method, path, fields=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept": "text/html"}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            # The site closes what is idle.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers, content

    def get(self, path):
        return self.ask("GET", path)

    def hidden(self, path, form):
        page = self.get(path)[2].decode()
        found = next((one for one in re.findall(r"<form.*?</form>", page, re.S) if form in one), "")
        return dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', found)), found

    def sign_in(self, account):
        self.forget()
        fields, _ = self.hidden("/sign-in", 'name="Email"')
        status, _, _ = self.ask("POST", "/sign-in", fields | {"Email": account, "Password": PASSWORD})
        return status == 302

    def regions(self):
        """Keys and names of the regions that can be chosen; none where there is one."""
        return re.findall(r'<option value="(\d+)"[^>]*>([^<]*)</option>', self.hidden("/", 'action="/accounts/region"')[1])

    def choose(self, region):
        fields, _ = self.hidden("/", 'action="/accounts/region"')
        self.ask("POST", "/accounts/region", fields | {"region": region})


class Page(html.parser.HTMLParser):
    """What is seen of a page, line by line, and where it leads."""

    BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "dt", "dd", "td", "th", "section", "header", "nav", "main", "footer",
              "form", "table", "ul", "ol", "label", "option", "legend", "caption", "summary", "details", "button", "br", "input",
              "textarea", "select", "a", "text", "svg", "title", "figure"}
    SILENT = {"script", "style", "template"}

    def __init__(self, text, address):
        super().__init__(convert_charrefs=True)
        self.address, self.lines, self.links, self.parts, self.silent, self.main = address, [], [], [], 0, False
        self.feed(text)
        self.end_line()

    def end_line(self):
        line = " ".join("".join(self.parts).split())
        self.parts = []
        if line:
            # What stands on every page is told from the page itself.
            self.lines.append(line if self.main else "[frame] " + line)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        if tag in self.SILENT:
            self.silent += 1
        if tag in self.BLOCKS:
            self.end_line()
        if tag == "main":
            self.main = True
        if tag in ("a", "area") and at.get("href"):
            self.links.append(at["href"])
        if tag == "input" and at.get("type") != "hidden" and (at.get("value") or "checked" in at):
            self.parts.append(f"[{at.get('value') or ''}{' ✓' if 'checked' in at else ''}]")
        if tag == "option" and "selected" in at:
            self.parts.append("✓ ")
        for name in ("alt", "aria-label", "placeholder"):
            if at.get(name):
                self.parts.append(f" {at[name]} ")

    def handle_endtag(self, tag):
        if tag in self.SILENT:
            self.silent -= 1
        if tag in self.BLOCKS:
            self.end_line()
        if tag == "main":
            self.main = False

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


def moment_patterns():
    """The minutes of this walk, in whatever time zone, as pages write them."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    for day in (today + datetime.timedelta(days=shift) for shift in (-1, 0, 1)):
        for written in (f"{day.day} {MONTHS[day.month - 1]} {day.year}( года)?", f"{day.day:02}\\.{day.month:02}\\.{day.year}", day.isoformat()):
            yield re.compile(written + r"((, | в |[\sT])\d{1,2}:\d\d(:\d\d(\.\d+)?Z?)?)")


MOMENTS = list(moment_patterns())


def settled(line):
    for pattern in MOMENTS:
        line = pattern.sub("‹now›", line)
    return re.sub(r"127\.0\.0\.1:\d+", "‹site›", line)


def names_of(tag):
    return tag.rsplit("}", 1)[-1]


def workbook(archive):
    """Every cell: its value as kept, and its formula."""
    strings = []
    if "xl/sharedStrings.xml" in archive.namelist():
        for item in xml.etree.ElementTree.fromstring(archive.read("xl/sharedStrings.xml")):
            strings.append("".join(node.text or "" for node in item.iter() if names_of(node.tag) == "t"))
    book = xml.etree.ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = {node.get("Id"): node.get("Target") for node in xml.etree.ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
    for sheet in (node for node in book.iter() if names_of(node.tag) == "sheet"):
        key = next(value for name, value in sheet.attrib.items() if names_of(name) == "id" and name != "sheetId")
        target = relations[key].lstrip("/")
        content = xml.etree.ElementTree.fromstring(archive.read(target if target.startswith("xl/") else "xl/" + target))
        yield f"sheet {sheet.get('name')} {sheet.get('state') or ''}"
        for cell in (node for node in content.iter() if names_of(node.tag) == "c"):
            texts = {names_of(node.tag): node.text or "" for node in cell.iter() if names_of(node.tag) in ("v", "t", "f")}
            value = texts.get("t", texts.get("v", ""))
            if cell.get("t") == "s" and "v" in texts:
                value = strings[int(texts["v"])]
            if value or texts.get("f"):
                yield f"{sheet.get('name')}!{cell.get('r')}: {value}{' = ' + texts['f'] if texts.get('f') else ''}"


def document(archive):
    """Every paragraph in order."""
    for name in sorted(archive.namelist()):
        if not re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
            continue
        for paragraph in xml.etree.ElementTree.fromstring(archive.read(name)).iter():
            if names_of(paragraph.tag) == "p":
                text = "".join(node.text or "" for node in paragraph.iter() if names_of(node.tag) == "t")
                if text.strip():
                    yield " ".join(text.split())


def contents(name, content):
    """A file as lines that can be compared."""
    if content[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(content))
        kept = archive.namelist()
        if "xl/workbook.xml" in kept:
            yield from workbook(archive)
        elif "word/document.xml" in kept:
            yield from document(archive)
        for entry in sorted(kept):
            if "/charts/chart" in entry and entry.endswith(".xml"):
                for node in xml.etree.ElementTree.fromstring(archive.read(entry)).iter():
                    if names_of(node.tag) == "v":
                        yield f"chart: {node.text}"
            elif not ("xl/workbook.xml" in kept or "word/document.xml" in kept) and not entry.endswith("/"):
                yield "file " + entry
                yield from (f"{entry}: {line}" for line in contents(entry, archive.read(entry)))
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "bytes " + hashlib.sha256(content).hexdigest()
        return
    if name.endswith(".json"):
        yield from json.dumps(json.loads(text), ensure_ascii=False, indent=0, sort_keys=True).split("\n")
    elif name.endswith(".csv"):
        yield from (" ¦ ".join(row) for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text.split("\n", 1)[0] else ","))
    elif re.match(r"\s*<(!doctype html|html)", text, re.I):
        yield from (line.removeprefix("[frame] ") for line in Page(text, "").lines)
    else:
        yield from text.split("\n")


def seen(answer, address):
    """Lines of an answer and the addresses it leads to."""
    status, headers, content = answer
    if status in (301, 302, 303):
        # Within the site with its name before it, or without.
        return [f"leads to {settled(re.sub('^http://[^/]*', '', headers['Location']))}"], [headers["Location"]]
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/html") and "attachment" not in headers.get("Content-Disposition", ""):
        page = Page(content.decode(), address)
        return [settled(line) for line in page.lines], page.links
    name = re.search(r"filename\*=UTF-8''([^;]+)", headers.get("Content-Disposition", ""))
    name = urllib.parse.unquote(name[1]) if name else urllib.parse.urlsplit(address).path
    return [settled(line) for line in [f"file name {name}", *contents(name, content)]], []


def local(link, base):
    """An address of the site a link leads to; None for what is elsewhere or does something."""
    where = urllib.parse.urlsplit(urllib.parse.urljoin("http://site" + base, link))
    if where.netloc != "site" or where.scheme != "http":
        return None
    query = sorted(pair for pair in urllib.parse.parse_qsl(where.query, keep_blank_values=True))
    return where.path + ("?" + urllib.parse.urlencode(query) if query else "")


def walk(site, further=()):
    """All addresses reached by links from the first page, and these as well: address → (status, lines)."""
    found, count = {}, collections.Counter()
    waiting, further = collections.deque(["/"]), collections.deque(further)
    known = {"/"}
    while waiting or further:
        address = waiting.popleft() if waiting else further.popleft()
        if address in found:
            continue
        answer = site.get(address)
        lines, links = seen(answer, address)
        found[address] = (answer[0], lines)
        for link in links:
            to = local(link, address)
            if to is None or to in known:
                continue
            known.add(to)
            # «?of=» names another subject or direction: another page.
            path, _, query = to.partition("?")
            page = (path, urllib.parse.parse_qs(query).get("of", [""])[0])
            count[page] += 1
            if count[page] <= MOST_OF_A_PAGE:
                waiting.append(to)
    return found


def walk_all(site, before=None):
    found = {}
    for account in ACCOUNTS:
        if not site.sign_in(account):
            # Both sides equally closed would be equal.
            print(f"cannot sign in: {account}", file=sys.stderr)
            sys.exit(2)
        for region, title in site.regions() or [("", "")]:
            if region:
                site.choose(region)
            further = [key[2] for key in before or {} if key[:2] == (account, title)]
            for address, answer in walk(site, further).items():
                found[(account, title, address)] = answer
    return found


def difference(one, other):
    """Lines that only one has, with its sign."""
    if one == other:
        return []
    before, after = collections.Counter(one), collections.Counter(other)
    gone, come = before - after, after - before
    lines = ["- " + line for line in one if line in gone] + ["+ " + line for line in other if line in come]
    return list(dict.fromkeys(lines)) or ["~ the same lines in another order"]


def main():
    dotnet = sys.argv[1]
    results = []
    for at in (2, 5):
        begun = time.perf_counter()
        site = Site(dotnet, *sys.argv[at:at + 3])
        try:
            results.append(walk_all(site, results[0] if results else None))
        finally:
            site.stop()
        print(f"{'old' if at == 2 else 'new'}: {len(results[-1])} addresses of {len(ACCOUNTS)} accounts, {time.perf_counter() - begun:.0f} s", flush=True)
    old, new = results
    equal, missing, reasons, kinds = 0, [], collections.Counter(), collections.defaultdict(list)
    files, different = 0, set()
    for key, (status, lines) in old.items():
        now, shown = new[key]
        what = f"{key[2]} of {key[0]}{', ' + key[1] if key[1] else ''}"
        files += lines[:1] != [] and lines[0].startswith("file name ")
        if status == 200 and now != 200:
            missing.append(f"{what}: {now}")
            continue
        why = set()
        for where, words, before, reason in REWORDED:
            if re.search(where, key[2]):
                reworded = [re.sub(words, before, line) for line in shown]
                # Only what was worded so before: a file named in a title is none of it.
                shown = [again if line != again and line not in lines else line for line, again in zip(shown, reworded)]
                if shown != new[key][1]:
                    why.add(reason)
        left = [] if status == now else [f"- status {status}", f"+ status {now}"]
        for change in difference(lines, shown):
            reason = next((reason for sign, known in (("+", ADDED), ("-", GONE)) for where, line, reason in known
                           if re.search(where, key[2]) and re.fullmatch(re.escape(sign) + " (" + line + ")", change)), None)
            if reason:
                why.add(reason)
            else:
                left.append(change)
        if left:
            different.add(key)
            kinds[tuple(re.sub(r"\d+", "N", line) for line in [key[2].partition("?")[0], *left[:6]])].append((what, left))
        elif why:
            reasons.update(why)
        else:
            equal += 1
    print(f"compared {len(old)}, {files} of them files: equal {equal}, different as intended "
          f"{len(old) - equal - len(different) - len(missing)}, different {len(different)}, missing {len(missing)}")
    for reason, count in reasons.most_common():
        print(f"  intended, on {count}: {reason}")
    alone = collections.Counter(re.sub(r"\d+", "N", key[2].partition("?")[0]) for key in new.keys() - old.keys())
    print(f"reached by the new program alone: {', '.join(f'{path} ({count})' for path, count in sorted(alone.items())) or 'nothing'}")
    for what in missing[:40]:
        print(f"missing: {what}")
    for _, places in sorted(kinds.items(), key=lambda kind: -len(kind[1]))[:int(os.environ.get("SHOWN", "60"))]:
        what, left = places[0]
        print(f"{len(places)} × {what}")
        for line in left[:8]:
            print("    " + line[:240])
        if len(left) > 8:
            print(f"    … and {len(left) - 8} lines more")
    broken = [f"{key[2]} of {key[0]}" for key, (status, _) in new.items() if status >= 500]
    for what in broken:
        print(f"broken: {what}")
    sys.exit(1 if different or missing or broken else 0)


main()
