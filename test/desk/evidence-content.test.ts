import { describe, expect, it } from "@jest/globals"
import { contentFault } from "../../shared/desk/evidence-content.ts"

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]
const program = [0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]
const bytes = (of: string | readonly number[]) => (typeof of === "string" ? Buffer.from(of) : Uint8Array.from(of))

describe("the content of a file of evidence", () => {
  it.each([
    ["application/pdf", "%PDF-1.7\n"],
    ["application/pdf", "\n\n%PDF-1.4"],
    ["application/zip", "PK\u0003\u0004rest"],
    ["application/zip", "PK\u0005\u0006"],
    [xlsx, "PK\u0003\u0004rest"],
    ["image/png", png],
    ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
    ["application/json", '\ufeff { "a": 1 }'],
    ["application/json", "-1"],
    ["message/rfc822", "Received: from mail.example\r\n"],
    ["message/rfc822", "From anna@example.com Mon Nov  2\n"],
    ["text/csv", "a;b\n1;é\n"],
    ["text/plain", "\u001b[31mred\u001b[0m"],
    ["text/plain", [0xff, 0xfe, 0x61, 0]],
  ] as const)("%s is taken if it begins with %j", (type, start) => {
    expect(contentFault(type, bytes(start))).toBeUndefined()
  })

  it.each([
    ["application/pdf", program],
    ["application/zip", "%PDF-1.7"],
    [xlsx, "a;b"],
    ["image/png", [0xff, 0xd8, 0xff]],
    ["image/jpeg", png],
    ["application/json", "<html>"],
    ["application/json", png],
    ["message/rfc822", "hello"],
    ["text/csv", program],
    ["text/plain", png],
    ["text/plain", "PK\u0003\u0004rest"],
    ["text/plain", "%PDF-1.7"],
  ] as const)("%s is refused in a sentence if it begins with %j", (type, start) => {
    expect(contentFault(type, bytes(start))).toMatch(/does not begin like one.*Add it again as what it is/)
  })
})
