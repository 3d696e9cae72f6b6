"""Starts the built site, signs in and measures: cold start, pages, a save, memory, invitations by the thousand.
Arguments: dotnet, the site's dll, and «invite» for the invitations alone."""
import html
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.parse

from ports import free_port

PORT = free_port()
RUNS = int(os.environ.get("RUNS", "50"))


class Client:
    def __init__(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT)
        self.cookies = {}

    def request(self, method, path, body=None, kind="application/x-www-form-urlencoded", accept="text/html"):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept": accept}
        if body is not None:
            headers["Content-Type"] = kind
        if getattr(self, "token", None) and kind == "application/json":
            headers["RequestVerificationToken"] = self.token
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer, text.decode("utf-8", "replace")

    def sign_in(self, email):
        fields = hidden(self.request("GET", "/sign-in")[1]) | {"Email": email, "Password": "учебный вход в систему"}
        answer, _ = self.request("POST", "/sign-in", urllib.parse.urlencode(fields))
        assert answer.status == 302, f"sign-in of {email}: {answer.status}"


def measure(what, once, runs=RUNS):
    for _ in range(5):
        once()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        once()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"{what}: median {statistics.median(times):.1f} ms, 95 % {times[int(len(times) * .95)]:.1f} ms, most {times[-1]:.1f} ms")


def start_site(settings={}):
    begun = time.perf_counter()
    site = subprocess.Popen([sys.argv[1], sys.argv[2]], env={**os.environ, **settings, "ASPNETCORE_URLS": f"http://127.0.0.1:{PORT}"},
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            client = Client()
            if client.request("GET", "/health/ready")[0].status == 200:
                ready = time.perf_counter() - begun
                client.request("GET", "/sign-in")
                return site, ready, time.perf_counter() - begun
        except OSError:
            if site.poll() is not None:
                sys.exit("the site ended")
            time.sleep(0.01)


def hidden(page):
    main = page[page.index("<main"):]
    return {name: html.unescape(value) for name, value in re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', main)}


def processor_time(site):
    fields = open(f"/proc/{site.pid}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def invite(what, settings={}, people=2000, lists=5):
    """A whole POST that invites so many people of all kinds, none of them invited before; the first list warms up."""
    site = start_site(settings)[0]
    try:
        operator, times, processor = Client(), [], []
        operator.sign_in("operator@demo")
        token = hidden(operator.request("GET", "/accounts/invite")[1])
        for number in range(lists + 1):
            key = f"{os.getpid()}-{what.replace(' ', '-')}-{number}"
            rows = "\n".join(
                f"Иванова Анна Петровна; p{n}-{key}@example.org; "
                + (f"координатор; Район {n % 18 + 1}", f"исполнитель; Район {n % 18 + 1}; 1.1, 1.2", "эксперт")[n % 3]
                for n in range(people)
            )
            answer, preview = operator.request("POST", "/accounts/invite", urllib.parse.urlencode(token | {"Pasted": rows}))
            assert answer.status == 200 and "Проверьте список" in preview, answer.status
            body = urllib.parse.urlencode(hidden(preview))
            start, before = time.perf_counter(), processor_time(site)
            answer, page = operator.request("POST", "/accounts/invite", body)
            times.append((time.perf_counter() - start) * 1000)
            processor.append(processor_time(site) - before)
            assert answer.status == 200 and "Приглашения готовы" in page, (answer.status, page[-2000:])
        print(f"{people} invitations in one POST, {what}: first {times[0]:.0f} ms, then median {statistics.median(times[1:]):.0f} ms, most {max(times[1:]):.0f} ms (the site's processor time {statistics.median(processor[1:]):.0f} ms), page of {len(page.encode()) / 1000:.0f} kB")
    finally:
        site.terminate()
        site.wait()


def invitations():
    invite("letters printed")
    # Nobody answers at the discard port: letters wait, and no page waits with them.
    invite("letters sent", {"ORIENTIR_SMTP": "smtp://127.0.0.1:9", "ORIENTIR_MAIL_FROM": "orientir@example.org"})


if sys.argv[3:] == ["invite"]:
    invitations()
    sys.exit()
starts = []
for _ in range(5):
    site, ready, first = start_site()
    starts.append((ready, first))
    if len(starts) < 5:
        site.terminate()
        site.wait()
print(f"start to ready: median {statistics.median(s[0] for s in starts):.2f} s; to the first page: {statistics.median(s[1] for s in starts):.2f} s")
try:
    coordinator, operator = Client(), Client()
    coordinator.sign_in("rayon9@demo")
    operator.sign_in("operator@demo")

    def page(client, path):
        answer, text = client.request("GET", path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return text

    subject = re.search(r'/submissions/(\d+)', page(coordinator, "/submissions"))[1]
    direction = f"/submissions/{subject}/directions/1.2"
    form = page(coordinator, direction)
    coordinator.token = re.search(r'name="__RequestVerificationToken"[^>]*value="([^"]*)"', form)[1]
    print(f"form page: {len(form.encode()) / 1000:.0f} kB")
    measure("form page, direction of 14 indicators", lambda: page(coordinator, direction))
    measure("overview of the form", lambda: page(coordinator, f"/submissions/{subject}"))
    measure("check before sending", lambda: page(coordinator, f"/submissions/{subject}/check"))

    state = {"number": 0, "value": ""}
    user = re.search(r'data-user="(\d+)"', form)[1]

    def save():
        state["number"] += 1
        value = f"comment {state['number']}"
        patch = [{"key": f"bench-{os.getpid()}-{state['number']}", "subject": int(subject), "uid": "1.2.3", "item": "", "field": "Comment", "base": state["value"], "value": value}]
        answer, text = coordinator.request("POST", "/submissions/patches", json.dumps({"user": user, "patches": patch}), "application/json", "application/json")
        result = json.loads(text)["results"][0] if answer.status == 200 else text
        if answer.status == 200 and result["outcome"] == "Conflict":
            state["value"] = result["current"]
            return save()
        assert answer.status == 200 and result["outcome"] == "Saved", (answer.status, result)
        state["value"] = value

    measure("save of one field", save)
    campaign = max(map(int, re.findall(r'href="/campaigns/(\d+)"', page(operator, "/campaigns"))))
    for name, path in (("board", "/board"), ("completeness", "/board?view=complete"), ("reminders", "/reminders"), ("the ministry's page", "/state"), ("campaign", "")):
        address = f"/campaigns/{campaign}{path}"
        print(f"{name}: {len(page(operator, address).encode()) / 1000:.0f} kB")
        measure(name, lambda: page(operator, address))
    status = open(f"/proc/{site.pid}/status").read()
    now, most = (int(re.search(name + r":\s+(\d+)", status)[1]) // 1024 for name in ("VmRSS", "VmHWM"))
    print(f"memory: now {now} MB, most {most} MB")
finally:
    site.terminate()
    site.wait()
invitations()
