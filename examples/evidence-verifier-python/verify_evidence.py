"""Checks an evidence package of Wayseal without anything of Wayseal: python verify_evidence.py FOLDER [PIN]
PIN is the id of the hub's key that you trust, from the hub's operator. docs/evidence-package.md specifies the format.
Ends with 0 if what could be checked holds, with 1 if something is broken, and with 2 if the folder is no package."""
import base64, hashlib, json, pathlib, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

class Literal(str): "A number with a point, as the file writes it: RFC 8785 writes it in the same way."
def read(text): return json.loads(text, parse_float=Literal)
def encode(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def decode(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def digest(value): return hashlib.sha256(value if isinstance(value, bytes) else canonical(value).encode()).digest()
def part(value, *names): return {name: value[name] for name in names}

def canonical(value):
    """Canonical JSON (RFC 8785)."""
    if isinstance(value, Literal): return str(value)
    if isinstance(value, list): return "[" + ",".join(map(canonical, value)) + "]"
    if not isinstance(value, dict): return json.dumps(value, ensure_ascii=False)
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"

def is_signed(key, text, signature):
    """Whether an ES256 signature (RFC 7518 section 3.4) over a text is of this key."""
    try:
        numbers = decode(key["x"]), decode(key["y"]), decode(signature)[:32], decode(signature)[32:]
        x, y, r, s = (int.from_bytes(number, "big") for number in numbers)
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        public.verify(utils.encode_dss_signature(r, s), text.encode(), ec.ECDSA(SHA256()))
        return len(decode(signature)) == 64
    except (InvalidSignature, ValueError): return False

def signed_text(kind, key_id, content):
    header = {"alg": "ES256", "kid": key_id, "typ": f"wayseal-{kind}+jws"}
    return ".".join(encode(canonical(value).encode()) for value in (header, content))

def trusted_keys(keys, pin):
    """Keys whose id is their thumbprint (RFC 7638), and the ids of those to which the pin leads by endorsements."""
    named = {key["kid"]: key for key in keys if key["kid"] == encode(digest(part(key, "crv", "kty", "x", "y")))}
    trusted = {pin} & named.keys()
    for _ in named:
        trusted |= {kid for kid, key in named.items() for one in key["endorsements"] if one["keyId"] in trusted
                    and is_signed(named[one["keyId"]], signed_text("key", one["keyId"], {"key": kid}), one["value"])}
    return named, trusted

def first_fault(timeline, head):
    seq, before = 0, "0" * 64
    for seq, entry in enumerate(timeline, 1):
        content = digest(part(entry, "actor", "type", "data", "salt")).hex()
        link = digest(part(entry, "seq", "at", "contentHash", "prevHash")).hex()
        if entry["seq"] != seq or entry["prevHash"] != before: return f"entry {seq} does not follow the one before"
        if content != entry["contentHash"]: return f"entry {seq}: its content was changed"
        if link != entry["hash"]: return f"entry {seq}: its hash does not fit its content"
        before = entry["hash"]
    return "" if (seq, before) == (head["seq"], head["hash"]) else "the chain does not end at the head"

def check(files, pin):
    """Yields the name of each check, whether it holds (None: it could not be checked), and what it is about."""
    manifest, dossier, keys = (read(files[name]) for name in ("manifest.json", "dossier.json", "keys.json"))
    exposures, events = ([read(line) for line in files.get(name, b"").decode().split("\n") if line.strip()]
                         for name in ("exposures.jsonl", "events.jsonl"))
    alias, party, head, timeline = (dossier[name] for name in ("caseAlias", "party", "head", "timeline"))
    listed = {file["path"]: file["sha256"] for file in manifest["files"]} | {"manifest.json": "", "index.html": ""}
    found = {path: digest(data).hex() for path, data in files.items()}
    wrong = [path for path in sorted(listed.keys() | found.keys()) if listed.get(path) not in ("", found.get(path))]
    is_same = part(manifest, "caseAlias", "party") == part(dossier, "caseAlias", "party")
    yield "manifest", is_same and not wrong, "files that are not as listed: " + (", ".join(wrong) or "none")
    yield "chain", not (fault := first_fault(timeline, head)), fault or f"{len(timeline)} entries lead to the head"
    named, trusted = trusted_keys(keys["keys"], pin)
    key_id, value = (dossier.get("headSignature", {}).get(name, "") for name in ("keyId", "value"))
    text = signed_text("head", key_id, {"timeline": alias, **part(head, "seq", "hash")})
    yield "signature", key_id in named and is_signed(named[key_id], text, value), f"of the head, under key {key_id}"
    yield "key", key_id in trusted if pin else None, f"{key_id} has to be the pin, or to be endorsed by it"
    data, before = [one.get("detail", {}).get("data", one) for one in events], None
    heads = [one["head"] for one in dossier["receivedHeads"]] + [one for one in data if "hash" in one]
    heads += [one["timelineHead"] for one in data if one.get("caseAlias") == alias and "timelineHead" in one]
    for path in sorted(path for path in files if path.startswith("statements/")):
        signed, _, value = files[path].decode().strip().rpartition(".")
        header, said = (read(decode(text)) for text in signed.split("."))
        known = header["typ"] == "wayseal-statement+jws" and header["kid"] in (trusted if pin else named)
        holds = known and is_signed(named[header["kid"]], signed, value) and said["party"] == party
        own = encode(digest(signed.encode()))
        yield "statements", holds and before in (None, own, said["previous"]), f"{path}: signed, and follows the one before"
        before = own
        heads += [one["head"] for one in said["cases"]["open"] if holds and one["caseAlias"] == alias and "head" in one]
    chain = {0: "0" * 64} | {entry["seq"]: entry["hash"] for entry in timeline}
    stray = ", ".join(str(one["seq"]) for one in heads if chain.get(one["seq"]) != one["hash"]) or "none"
    yield "heads", None if fault or not heads else stray == "none", f"{len(heads)} received; not on the chain: {stray}"
    added = {one["data"]["evidenceId"]: one["data"]["sha256"] for one in timeline if one["type"] == "EvidenceAdded"}
    evidence = {path: added.get(path[6:].split(".")[0]) for path in files if path.startswith("files/")}
    other = ", ".join(path for path, sha256 in evidence.items() if sha256 != found[path]) or "none"
    yield "evidence", None if fault or not evidence else other == "none", f"not files of the timeline: {other}"
    given = [one["data"].get("digest") for one in timeline if one["type"] == "ExposuresExported"]
    total = salt = manifest.get("exposuresSalt")
    for one in exposures: total = digest([total, one]).hex()
    is_given = not fault and salt and any(given) and "exposures.jsonl" in files
    yield "exposures", total in given if is_given else None, "the list has to have a digest that the timeline holds"

try:
    folder, pin = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
    paths = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    if any(path.is_symlink() or not path.is_file() for path in paths): raise ValueError("a link or a device is in it")
    results = list(check({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}, pin))
except (LookupError, OSError, TypeError, ValueError) as error: sys.exit(print(__doc__, repr(error)) or 2)
words = {True: "holds", False: "BROKEN", None: "not checked"}
for name, holds, about in results: print(f"{name:12}{words[holds]:13}{about.encode('unicode_escape').decode()}")
sys.exit(any(holds is False for _, holds, _ in results))
