export const ink = "#1d2733"

export const quiet = "#5d6b7a"

export const accent = "#17456e"

export const line = "#d5dce4"

export const tint = "#f3f6f9"

export const amber = "#8a5a00"

export const amberTint = "#fdf5e3"

export const amberBar = "#d79a1d"
