export function failOnLogs(level?: Level | null): void
