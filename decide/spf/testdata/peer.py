# Evaluates SPF records with Debian's python3-spf. DNS is the zone given on standard input.
import json
import sys
import time

import spf

task = json.load(sys.stdin)


def lookup(name, qtype, *_):
    records = zone.get(qtype.lower() + " " + name.lower(), [])
    if records == ["SERVFAIL"]:
        raise spf.TempError("SERVFAIL")
    return [((name, qtype), value(qtype, text)) for text in records]


def value(qtype, text):
    if qtype == "TXT":
        return (text.encode("latin-1"),)
    if qtype == "MX":
        preference, host = text.split(" ")
        return (int(preference), host)
    return text


spf.DNSLookup = lookup
zone = task["zone"]
begun = time.monotonic()
for _ in range(task["passes"]):
    results = []
    for case in task["cases"]:
        if "record" in case:
            zone["txt contoso.com"] = [case["record"]]
        query = spf.query(i=case["ip"], s=case["sender"], h=case["helo"], strict=True)
        results.append(query.check()[0])
json.dump({"results": results, "seconds": time.monotonic() - begun}, sys.stdout)
