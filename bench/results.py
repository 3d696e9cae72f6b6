"""What the pages of a run cost: arguments: dotnet, the site's dll; ORIENTIR_DATABASE names a SQLite file of `demo fill --districts N`.

Brings the living campaign to review, gives every indicator of every district a mark, computes a run over HTTP and measures its pages:
the first view after a start of the site, then views; and the package of documents. Loopback, one client.
"""
import http.client
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse

from ports import free_port

PORT = free_port()
RUNS = int(os.environ.get("RUNS", "20"))


def fill(path):
    store = sqlite3.connect(path)
    campaign, = store.execute("select max(Id) from campaigns where Title = 'Мониторинг управленческих механизмов'").fetchone()
    store.execute("""update campaigns set CollectionFrom = datetime('now', '-30 days'), CollectionUntil = datetime('now', '-1 days'),
        ReviewUntil = datetime('now', '+30 days'), ResultsUntil = datetime('now', '+60 days') where Id = ?""", (campaign,))
    if not store.execute("select count(*) from marks m join campaign_subjects s on s.Id = m.CampaignSubjectId where s.CampaignId = ?", (campaign,)).fetchone()[0]:
        uids = [row[0] for row in store.execute("select distinct Uid from answers")]
        subjects = store.execute("select Id, RegionId from campaign_subjects where CampaignId = ? order by Id", (campaign,)).fetchall()
        store.executemany(
            "insert into marks (RegionId, CampaignSubjectId, Uid, Expert, Value, Comment, ChangedBy, ChangedAt, Version) values (?, ?, ?, '', ?, ?, 1, datetime('now'), 1)",
            ((region, subject, uid, str((subject * 7 + place * 13) % 10 // 4 % 2), "Документ не открывается." if (subject + place) % 9 == 0 else None)
             for subject, region in subjects for place, uid in enumerate(sorted(uids))))
        print(f"{len(subjects)} subjects x {len(uids)} indicators")
    store.commit()
    store.close()
    return campaign


class Client:
    def __init__(self):
        self.connection, self.cookies = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600), {}

    def request(self, method, path, fields=None):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, None if fields is None else urllib.parse.urlencode(fields), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer, text

    def sign_in(self):
        _, page = self.request("GET", "/sign-in")
        page = page.decode()
        fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', page[page.index("<main"):]))
        assert self.request("POST", "/sign-in", fields | {"Email": "operator@demo", "Password": "учебный вход в систему"})[0].status == 302

    def post(self, page, handler, **fields):
        _, text = self.request("GET", page)
        token = re.search(r'name="__RequestVerificationToken"[^>]*value="([^"]*)"', text.decode())[1]
        answer, text = self.request("POST", page, {"__RequestVerificationToken": token, "_handler": handler, **fields})
        assert answer.status == 302, (answer.status, text.decode()[:2000])
        return urllib.parse.urlparse(answer.headers["Location"]).path


def start():
    site = subprocess.Popen([sys.argv[1], sys.argv[2]], env={**os.environ, "ASPNETCORE_URLS": f"http://127.0.0.1:{PORT}"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            client = Client()
            if client.request("GET", "/health/ready")[0].status == 200:
                client.sign_in()
                return site, client
        except OSError:
            assert site.poll() is None, "the site ended"
            time.sleep(0.05)


def timed(once):
    begun = time.perf_counter()
    once()
    return (time.perf_counter() - begun) * 1000


def page(client, path):
    answer, text = client.request("GET", path)
    assert answer.status == 200, f"{path}: {answer.status}"
    return text


campaign = fill(os.environ["ORIENTIR_DATABASE"])
site, client = start()
try:
    page(client, "/results")
    begun = time.perf_counter()
    run = client.post("/results", f"compute-{campaign}", CampaignId=str(campaign))
    print(f"compute and keep: {(time.perf_counter() - begun) * 1000:.0f} ms")
    site.terminate()
    site.wait()
    site, client = start()
    page(client, "/results")
    print(f"first view of the run after a start: {timed(lambda: page(client, run)):.0f} ms")
    for name, path in (("result page", ""), ("by directions", "/heat"), ("cycle", "/cycle"), ("a subject", "/subject?of=rayon-3")):
        times = sorted(timed(lambda: page(client, run + path)) for _ in range(RUNS))
        print(f"{name}: median {statistics.median(times):.1f} ms, most {times[-1]:.1f} ms, {len(page(client, run + path)) / 1000:.0f} kB")
    if os.environ.get("PACKAGE"):
        begun = time.perf_counter()
        package = client.post(run, "report")
        while "Скачать всё" not in page(client, package).decode():
            time.sleep(0.2)
        print(f"package: {time.perf_counter() - begun:.1f} s")
    status = open(f"/proc/{site.pid}/status").read()
    print("memory: now {} MB, most {} MB".format(*(int(re.search(name + r":\s+(\d+)", status)[1]) // 1024 for name in ("VmRSS", "VmHWM"))))
finally:
    site.terminate()
    site.wait()
