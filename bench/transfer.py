"""Sends and fetches large files at the built site at once and tells its memory: bench/transfer calls it.
Arguments: dotnet, the site's dll, the SQLite file, the folder of files, the limit in MB."""
import hashlib
import html
import http.client
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse

from ports import free_port

DOTNET, SITE, DATABASE, FILES, LIMIT = sys.argv[1:6]
PORT = free_port()
EVIDENCE, PACKAGE = 19 << 20, 58 << 20


class Client:
    def __init__(self):
        self.cookies = {}

    def request(self, method, path, body=None, kind="application/x-www-form-urlencoded", slowly=False):
        """The answer, its text, and the SHA-256 of all bytes that came: what is large is not kept."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = kind
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        kept, length, sha = [], 0, hashlib.sha256()
        while part := answer.read(1 << 18):
            length += len(part)
            sha.update(part)
            if length < 1 << 22:
                kept.append(part)
            if slowly:
                time.sleep(0.05)
        connection.close()
        return answer, b"".join(kept).decode("utf-8", "replace"), sha.hexdigest()

    def sign_in(self, email):
        fields = hidden(self.request("GET", "/sign-in")[1]) | {"Email": email, "Password": "учебный вход в систему"}
        answer = self.request("POST", "/sign-in", urllib.parse.urlencode(fields))[0]
        assert answer.status == 302, f"sign-in of {email}: {answer.status}"
        return self


def hidden(page):
    main = page[page.index("<main"):]
    return {name: html.unescape(value) for name, value in re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', main)}


def memory(site, what):
    return int(re.search(rf"{what}:\s+(\d+)", open(f"/proc/{site.pid}/status").read()).group(1)) >> 10


def put_package():
    """A package of the size of a large region's, behind a run of the demonstration: rows and bytes as the site itself makes them."""
    content = os.urandom(PACKAGE)
    name = hashlib.sha256(content).hexdigest()
    os.makedirs(f"{FILES}/{name[:2]}", exist_ok=True)
    with open(f"{FILES}/{name[:2]}/{name[2:]}", "wb") as file:
        file.write(content)
    base = sqlite3.connect(DATABASE)
    run, region = base.execute('SELECT "Id", "RegionId" FROM result_runs ORDER BY "Id" DESC LIMIT 1').fetchone()
    file = base.execute('INSERT INTO stored_files ("RegionId", "Hash", "Name", "Length") VALUES (?, ?, ?, ?)',
                        (region, name, "package.zip", PACKAGE)).lastrowid
    base.execute('DELETE FROM report_packages WHERE "ResultRunId" = ?', (run,))
    columns = {column[1]: column for column in base.execute("PRAGMA table_info(report_packages)")}
    row = {"RegionId": region, "ResultRunId": run, "RequestedAt": "2026-01-01 00:00:00", "FinishedAt": "2026-01-01 00:00:00", "FileId": file}
    # What else the table asks for is a count.
    row |= {name: 0 for name, column in columns.items() if column[3] and column[4] is None and name not in row and name != "Id"}
    row = {name: value for name, value in row.items() if name in columns}
    package = base.execute(f"INSERT INTO report_packages ({', '.join(map(chr(34).__add__, [n + chr(34) for n in row]))}) "
                           f"VALUES ({', '.join('?' * len(row))})", list(row.values())).lastrowid
    base.commit()
    base.close()
    return package, name


def at_once(site, what, count, work):
    faults, threads = [], []

    def run(number):
        try:
            work(number)
        except Exception as fault:  # told below, with the others
            faults.append(f"{number}: {fault}")

    begun = time.perf_counter()
    for number in range(count):
        threads.append(threading.Thread(target=run, args=(number,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    print(f"{what}: {time.perf_counter() - begun:.1f} s; memory {memory(site, 'VmRSS')} MB, most so far {memory(site, 'VmHWM')} MB", flush=True)
    assert not faults, faults[:3]


def main():
    package, package_hash = put_package()
    site = subprocess.Popen([DOTNET, SITE], env=os.environ | {"ASPNETCORE_URLS": f"http://127.0.0.1:{PORT}"},
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                if Client().request("GET", "/health/ready")[0].status == 200:
                    break
            except OSError:
                if site.poll() is not None:
                    sys.exit("the site ended")
            time.sleep(0.1)
        # Somebody whose form is still open.
        for district in range(1, 19):
            person = Client().sign_in(f"rayon{district}@demo")
            subject = re.search(r"/submissions/(\d+)", person.request("GET", "/submissions")[1])
            page = person.request("GET", f"/submissions/{subject.group(1)}/directions/1.2")[1] if subject else ""
            if place := re.search(r'name="file/([^/"]+)/([^"]*)"', page):
                break
        subject = subject.group(1)
        user = re.search(r'data-user="(\d+)"', page).group(1)
        token = hidden(page)["__RequestVerificationToken"]
        uid, item = place.groups()
        operator = Client().sign_in("operator@demo")
        print(f"memory before {memory(site, 'VmRSS')} MB")
        found, sent = [], {}

        def send(number):
            border = "border-of-the-form"
            fields = {"__RequestVerificationToken": token, "user": user, "uid": uid, "item": item, "key": f"transfer-{os.getpid()}-{number}"}
            head = "".join(f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
            head += f'--{border}\r\nContent-Disposition: form-data; name="file/{uid}/{item}"; filename="order{number}.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
            content = b"%PDF-1.4 " + os.urandom(EVIDENCE)
            sent[f"order{number}.pdf"] = hashlib.sha256(content).hexdigest()
            body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
            answer, text, _ = person.request("POST", f"/submissions/{subject}/evidence", body, f"multipart/form-data; boundary={border}")
            assert answer.status == 200, (answer.status, re.sub(r"<[^>]*>|\s+", " ", text[text.find("<main"):])[:300])
            found.extend(re.findall(rf"/submissions/{subject}/evidence/(\d+)", text))

        at_once(site, "20 people send 19 MB", 20, send)
        file = f"/submissions/{subject}/evidence/{found[0]}/file"

        def fetch(client, path, expected, slowly):
            answer, text, came = client.request("GET", path, slowly=slowly)
            name = re.search(r"order\d+\.pdf", answer.headers.get("Content-Disposition", ""))
            assert answer.status == 200 and came == (expected or sent[name.group()]), (answer.status, came, text[:200])

        campaigns = sorted(set(re.findall(r"/campaigns/(\d+)", operator.request("GET", "/campaigns")[1])))
        sheets = next(path for path in (f"/reviews/campaigns/{campaign}/sheets?by=subject" for campaign in campaigns)
                      if operator.request("GET", path)[0].status == 200)

        def make(_):
            answer = operator.request("GET", sheets)[0]
            assert answer.status == 200, answer.status

        empty = '{"user":"%s","patches":[%s]}' % (user, ",".join(["{}"] * 1_390_000))

        def save(_):
            answer = person.request("POST", "/submissions/patches", empty, "application/json")[0]
            assert answer.status in (400, 422), answer.status

        at_once(site, "40 send 4 MB of empty changes", 40, save)
        at_once(site, "100 have all sheets of experts made", 100, make)
        for slowly in (False, True):
            how = "slowly" if slowly else "fast"
            at_once(site, f"40 fetch 19 MB {how}", 40, lambda _: fetch(person, file, None, slowly))
            at_once(site, f"10 fetch 58 MB {how}", 10, lambda _: fetch(operator, f"/results/reports/{package}/file", package_hash, slowly))
        most = memory(site, "VmHWM")
        print(f"most {most} MB, limit {LIMIT} MB")
        return 0 if most <= int(LIMIT) else 1
    finally:
        site.terminate()
        site.wait()


sys.exit(main())
