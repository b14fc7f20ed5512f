import { describe, expect, it } from "@jest/globals"
import { referenceAtGiven } from "../../../../client/access-logs/references/reference-places.ts"
import { type DetectOptions, detectLog } from "../../../../infra/cli/detect/detect-log.ts"
import {
  combinedLine,
  dataOf,
  detectLines,
  detectOptions,
  iso,
  logFile,
  type Request,
  walkedRecords,
  walkedRequests,
  walkerAddress,
  webTime,
} from "./walked-log.ts"

type Form = {
  readonly name: string
  readonly lines: (requests: readonly Request[]) => readonly string[]
  readonly options?: Partial<DetectOptions>
}

const each = (line: (request: Request) => string) => (requests: readonly Request[]) => requests.map(line)
const table = (header: string, line: (request: Request) => string) => (requests: readonly Request[]) => [
  header,
  ...requests.map(line),
]
const path = ({ reference }: Request) => `/track?number=${reference}&lang=en`
const outcome = ({ status }: Request) => (status === 200 ? "hit" : "miss")
const space = (at: number) => iso(at).slice(0, 19).replace("T", " ")
const dayFirst = (at: number) => `${space(at).slice(8, 10)}/${space(at).slice(5, 7)}/2026 ${space(at).slice(11)}`

const event = (request: Request) => ({
  at: iso(request.at),
  retailer: "leafline",
  reference: request.reference,
  outcome: outcome(request),
  proof: "none",
  accessor: { ip: request.ip, userAgent: request.agent },
})

const tracked = (request: Request, index: number) => ({
  accessId: `acc_${String(index).padStart(8, "0")}`,
  at: iso(request.at),
  reference: { kind: "orderReference", retailerAlias: "Leafline", orderReference: request.reference },
  accessor: { kind: "raw", ip: request.ip, userAgent: request.agent },
  outcome: outcome(request),
  proof: "none",
  fields: request.status === 200 ? ["existence", "phase"] : [],
})

const trackingAccessed = (requests: readonly Request[]) =>
  Array.from({ length: Math.ceil(requests.length / 100) }, (_, batch) => ({
    "detail-type": "TrackingAccessed",
    detail: {
      metadata: { id: `event-${batch}` },
      data: { accesses: requests.slice(batch * 100, batch * 100 + 100).map(tracked) },
    },
  }))

const caddy = (request: Request) =>
  JSON.stringify({
    level: "info",
    ts: request.at + 0.25,
    logger: "http.log.access",
    request: {
      remote_ip: request.ip,
      remote_port: "4711",
      client_ip: request.ip,
      method: "GET",
      host: "track.example",
      uri: path(request),
      headers: { "User-Agent": [request.agent] },
    },
    user_id: "",
    duration: 0.001,
    status: request.status,
  })

const traefik = (request: Request) =>
  JSON.stringify({
    ClientAddr: `${request.ip}:52314`,
    ClientHost: request.ip,
    DownstreamStatus: request.status,
    RequestMethod: "GET",
    RequestPath: path(request),
    StartUTC: iso(request.at),
    "request_User-Agent": request.agent,
    time: iso(request.at),
  })

const cloudFrontFields = "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer)"
const cloudFrontLine = ({ at, ip, reference, status, agent }: Request) => {
  const [date, time] = space(at).split(" ")
  const name = encodeURIComponent(agent).replaceAll("%", "%25")
  return [date, time, "FRA2-C1", 512, ip, "GET", "d1.example", `/t/${reference}`, status, "-", name, "-"].join("\t")
}
const cloudFrontJson = ({ at, ip, reference, status, agent }: Request) => {
  const [date, time] = space(at).split(" ")
  const query = { "cs-uri-stem": "/track", "cs-uri-query": `number=${reference}`, "sc-status": String(status) }
  return JSON.stringify({ date, time, "c-ip": ip, "cs-method": "GET", ...query, "cs(User-Agent)": agent })
}

const parcelLine = ({ at, ip, reference }: Request) => `${space(at)} ${ip} /t/${1 + (at % 3)} ${reference}`

/** More columns than any pattern of a line may try out one by one. */
const cloudFrontCsv = (requests: readonly Request[]) => {
  const more = Array.from({ length: 25 }, (_, index) => `x-edge-field-${index}`)
  const line = ({ at, ip, reference, status }: Request) =>
    [...space(at).split(" "), ip, "GET", `/t/${reference}`, status, ...more.map(() => "-")].join(",")
  return [["date,time,c-ip,cs-method,cs-uri-stem,sc-status", ...more].join(","), ...requests.map(line)]
}

const iisFields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status"
const iisLine = ({ at, ip, reference, status, agent }: Request) =>
  `${space(at)} 10.0.0.4 GET /track number=${reference} 443 - ${ip} ${agent.replaceAll(" ", "+")} ${status}`

const nginxJson = (request: Request) =>
  JSON.stringify({
    time_local: webTime(request.at),
    remote_addr: request.ip,
    request: `GET ${path(request)} HTTP/2.0`,
    request_time: "0.012",
    status: String(request.status),
    http_user_agent: request.agent,
  })

const loadBalancer = (request: Request) =>
  `https ${iso(request.at)} app/track/50dc6c495c0c9188 ${request.ip}:2817 10.0.0.1:80 0.086 0.048 0.037 ` +
  `${request.status} ${request.status} 0 57 "GET https://track.example:443${path(request)} HTTP/1.1" ` +
  `"${request.agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:tg "Root=1-58337262" "track.example" "-" 1 -`

const haproxy = ({ at, ip, reference, status }: Request) =>
  `Oct 13 00:00:07 lb-1 haproxy[14389]: ${ip}:33317 [${webTime(at).slice(0, 20)}.655] https~ track/server1 ` +
  `10/0/30/69/109 ${status} 2750 - - ---- 1/1/1/1/0 0/0 "GET /track/${reference} HTTP/1.1"`

const forms: readonly Form[] = [
  { name: "HAProxy", lines: each(haproxy), options: { timeZone: "UTC" } },
  {
    name: "HAProxy over IPv6 without syslog, with captured headers",
    lines: each((request) =>
      haproxy(request)
        .replace(/^.*?\]: /, "::ffff:")
        .replace("0/0 ", "0/0 {track.example|} {} "),
    ),
    options: { timeZone: "UTC" },
  },
  { name: "the combined form", lines: each(combinedLine) },
  {
    name: "the common form",
    lines: each((request) => combinedLine(request).replace(/ "-" "[^"]*"$/, "")),
  },
  {
    name: "the combined form after a virtual host",
    lines: each((request) => `track.example:443 ${combinedLine(request)}`),
  },
  {
    name: "the combined form with ISO times",
    lines: each((request) => combinedLine(request).replace(webTime(request.at), iso(request.at))),
  },
  {
    name: "the combined form behind a proxy, with the forwarded address at the end",
    lines: each((request) => `${combinedLine({ ...request, ip: "10.0.0.9" })} "${request.ip}, 10.0.0.2"`),
  },
  {
    name: "the combined form through syslog",
    lines: each((request) => `<190>Oct  3 03:00:07 web-1 nginx[17]: ${combinedLine(request)}`),
  },
  {
    name: "the combined form of a container",
    lines: each((request) => `${iso(request.at)} stdout F ${combinedLine(request)}`),
  },
  {
    name: "host names in place of addresses",
    lines: each((request) => combinedLine({ ...request, ip: `${request.ip}.isp.example` })),
  },
  {
    name: "CloudFront standard logs",
    lines: (requests) => [
      "#Version: 1.0",
      `#Fields: ${cloudFrontFields} cs(User-Agent) cs-uri-query`,
      ...requests.map(cloudFrontLine),
    ],
  },
  { name: "CloudFront logs in JSON", lines: each(cloudFrontJson) },
  { name: "CloudFront logs in CSV", lines: cloudFrontCsv },
  { name: "IIS", lines: (requests) => ["#Software: IIS", `#Fields: ${iisFields}`, ...requests.map(iisLine)] },
  { name: "nginx in JSON", lines: each(nginxJson) },
  { name: "AWS load balancers", lines: each(loadBalancer) },
  {
    name: "classic AWS load balancers",
    lines: each((request) => loadBalancer(request).replace(/^https /, "")),
  },
  { name: "Caddy", lines: each(caddy) },
  { name: "Traefik", lines: each(traefik) },
  { name: "access events as JSON lines", lines: each((request) => JSON.stringify(event(request))) },
  {
    name: "access events as a JSON array",
    lines: (requests) => JSON.stringify(requests.map(event), null, 2).split("\n"),
  },
  {
    name: "TrackingAccessed, one event a line",
    lines: (requests) => trackingAccessed(requests).map((one) => JSON.stringify(one)),
  },
  { name: "TrackingAccessed as an array", lines: (requests) => [JSON.stringify(trackingAccessed(requests))] },
  {
    name: "microseconds",
    lines: each((request) => JSON.stringify({ ...event(request), at: request.at * 1e6 })),
  },
  {
    name: "nanoseconds as text",
    lines: each((request) => JSON.stringify({ ...event(request), at: `${request.at}000000000` })),
  },
  {
    name: "CSV with a header",
    lines: table("Time,Client IP,Tracking number,Status,User agent", (request) =>
      [iso(request.at), request.ip, request.reference, request.status, `"${request.agent}"`].join(","),
    ),
  },
  {
    name: "CSV with semicolons and dates whose day comes first",
    lines: table("timestamp;ip;reference;outcome", (request) =>
      [dayFirst(request.at), request.ip, request.reference, outcome(request)].join(";"),
    ),
    options: { timeZone: "UTC" },
  },
  {
    name: "CSV without a header, with columns by position",
    lines: each((request) => [request.reference, request.ip, request.at].join(",")),
    options: {
      columns: new Map([
        ["at", "3"],
        ["address", "2"],
        ["reference", "1"],
      ]),
    },
  },
  {
    name: "CSV with requests",
    lines: table("date,time,c-ip,request,sc-status", (request) =>
      [...space(request.at).split(" "), `${request.ip}:4711`, `"GET ${path(request)} HTTP/1.1"`, request.status].join(
        ",",
      ),
    ),
    options: { timeZone: "UTC" },
  },
]

describe("a log in several files", () => {
  it("is put in order, whatever the order and the form of the files", async () => {
    const third = Math.ceil(walkedRequests.length / 3)
    const part = (place: number) => walkedRequests.slice(place * third, (place + 1) * third)
    const files = [
      logFile(part(2).map(caddy), "access.log"),
      logFile(part(0).map(combinedLine), "access.log.2"),
      logFile([], "access.log.3"),
      logFile(part(1).map(loadBalancer), "access.log.1"),
    ]
    const data = dataOf(await detectLog(files, detectOptions()))
    expect(data).toMatchObject({ checked: true, walkers: [{ records: walkedRecords, networkCount: 1 }] })
  })
})

describe("the place of the reference", () => {
  const lines = table("time,ip,order,url", (request) =>
    [iso(request.at), request.ip, 1_000 + (request.at % 7), path(request)].join(","),
  )(walkedRequests)

  it("is shown with three samples, also if it is a field", async () => {
    const data = dataOf(await detectLines(lines), true)
    const [place] = data.checked ? data.log.references : []
    expect(place).toMatchObject({ place: "the field order", distinct: 7 })
    expect(place?.samples).toHaveLength(3)
  })

  it("is the field that the operator names, also in a W3C log", async () => {
    const w3c = ["#Fields: date time c-ip cs-uri-stem x-parcel", ...walkedRequests.map(parcelLine)]
    const data = dataOf(await detectLines(w3c, { columns: new Map([["reference", "x-parcel"]]) }))
    const distinct = new Set(walkedRequests.map(({ reference }) => reference)).size
    expect(data).toMatchObject({ walkers: [{ records: walkedRecords }], log: { references: [{ distinct }] } })
  })

  it("cannot be named where fields have no names", async () => {
    const given = { columns: new Map([["reference", "7"]] as const) }
    const data = dataOf(await detectLines(walkedRequests.map(combinedLine), given))
    expect(data).toMatchObject({ checked: false, reasons: [{ code: "unreadable-file" }] })
  })

  it("is where the operator says, also if a field looks like one", async () => {
    const data = dataOf(await detectLines(lines, { givenReference: referenceAtGiven("?number={reference}") }))
    expect(data).toMatchObject({ checked: true, walkers: [{ records: walkedRecords }] })
  })
})

describe("a log in any form", () => {
  it.each(forms)("shows one walker with all its records: $name", async ({ lines, options }) => {
    const result = await detectLines(lines(walkedRequests), options)
    const data = dataOf(result, true)
    expect(data).toMatchObject({ checked: true, walkers: [{ severity: "alert", records: walkedRecords }] })
    const [walker] = data.checked ? data.walkers : []
    expect(walker?.networks[0]).toContain(walkerAddress)
    expect(walker).toMatchObject({ networkCount: 1, subjects: 1, shown: walkedRecords })
  })
})
