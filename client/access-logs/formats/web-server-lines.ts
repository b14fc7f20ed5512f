/** Lines of web servers (the Common and Combined Log Formats and what is usual around them) and of load balancers. */
import type { LogFormat, LogRecord } from "./log-record.ts"
import { readEachLine } from "./log-record.ts"
import { peerOrForwarded } from "./named-fields.ts"

/** A quoted field, in which a quote is escaped with a backslash. */
const quoted = String.raw`"((?:[^"\\]|\\.)*)"`

/**
 * Optional virtual host, address, identity, user, time in brackets (or ISO without), request, status, and then size,
 * referrer, user agent and forwarded address, as far as they are there.
 */
const webServerLine = new RegExp(
  String.raw`^(?:(\S+) )??([^\s,]+(?:, ?[^\s,]+)*) (\S+) (\S+|"[^"]*") (?:\[([^\]]+)\]|(\d{4}-\d\d-\d\dT\S+)) ${quoted} (\d{3})(?: (\S+))?(?: ${quoted} ${quoted})?(?: ${quoted})?`,
)

/** What syslog and containers write before a line. */
const collectorPrefix = /^(?:<\d+>)?(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8} \S+ [^ :]+: |\S+ std(?:out|err) [FP] )/

const readWebServerLine = (line: string): LogRecord | undefined => {
  const fields = webServerLine.exec(line) ?? webServerLine.exec(line.replace(collectorPrefix, ""))
  if (fields === null) return undefined
  const [, , address, , user, bracketed, iso, request = "", status, , , agent, forwarded] = fields
  const [method, target] = request.split(" ")
  return {
    at: bracketed ?? iso ?? "",
    address: peerOrForwarded(address, forwarded),
    account: absent(user),
    userAgent: absent(agent),
    method,
    target: target ?? "",
    status: Number(status),
  }
}

const absent = (field: string | undefined): string | undefined =>
  field === undefined || field === "-" || field === "" || field === '""' ? undefined : field

/**
 * Kind (not in classic balancers), time, balancer, client, target, three durations, two statuses, two sizes, request,
 * user agent.
 */
const loadBalancerLine = new RegExp(
  String.raw`^(?:(?:https?|h2|grpcs|wss?) )?(\d{4}-\d\d-\d\dT\S+) \S+ (\S+) \S+ \S+ \S+ \S+ (\d{3}|-) \S+ \S+ \S+ ${quoted} ${quoted}`,
)

const readLoadBalancerLine = (line: string): LogRecord | undefined => {
  const fields = loadBalancerLine.exec(line)
  if (fields === null) return undefined
  const [, at = "", address, status, request = "", agent] = fields
  const [method, target] = request.split(" ")
  return { at, address, userAgent: absent(agent), method, target: target ?? "", status: Number(status) || undefined }
}

/**
 * What the default of HAProxy with `option httplog` has after the client and its port (HAProxy configuration manual,
 * section 8.2.3): time without a zone, frontend, backend and server, five durations, status, size, two cookies, four
 * flags, connections, queues, captured headers, request.
 */
const afterHaproxyClient =
  /^\[([^\]]+)\] \S+ [^/\s]+\/\S+ [-+\d]+\/[-+\d]+\/[-+\d]+\/[-+\d]+\/[-+\d]+ (-1|\d{3}) \S+ \S+ \S+ \S{4} \S+ \S+ (?:\{[^}]*\} )?(?:\{[^}]*\} )?"([^"]*)"/

const readHaproxyLine = (line: string): LogRecord | undefined => {
  const begin = line.indexOf(" [")
  const fields = afterHaproxyClient.exec(line.slice(begin + 1))
  if (fields === null) return undefined
  const client = line.slice(line.lastIndexOf(" ", begin - 1) + 1, begin)
  const [, at = "", status, request = ""] = fields
  const [method, target] = request.split(" ")
  const address = client.slice(0, client.lastIndexOf(":"))
  return { at, address, method, target: target ?? "", status: Number(status) }
}

const formatOf = (name: string, read: (line: string) => LogRecord | undefined) => ({
  name,
  reader: readEachLine((line, sink) => {
    const record = read(line)
    if (record === undefined) sink.unreadable(`is not a line of the form ${name}`, line)
    else sink.record(record)
  }),
})

export const webServerFormat: LogFormat = formatOf("web server (common or combined)", readWebServerLine)
export const loadBalancerFormat: LogFormat = formatOf("AWS load balancer", readLoadBalancerLine)
export const haproxyFormat: LogFormat = formatOf("HAProxy (option httplog)", readHaproxyLine)
