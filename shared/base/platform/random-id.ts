import { randomBytes } from "node:crypto"

/** Makes an identifier that nobody can guess. Code that needs one takes this function as a parameter. */
export type RandomId = () => string

/** 22 characters of base64url: 132 random bits. */
export const randomId: RandomId = () => randomBytes(17).toString("base64url").slice(0, 22)

/** Makes so many bytes that nobody can guess. */
export type RandomBytes = (length: number) => Uint8Array

export const secureRandomBytes: RandomBytes = (length) => randomBytes(length)
