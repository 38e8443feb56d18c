export function registerAll(): void

export function registerCallers(): void

export function registerContents(): void

export function registerControls(): void

export function registerConversions(): void

export function registerGroups(): void

export function registerStrftime(): void

export function registerStyles(): void
