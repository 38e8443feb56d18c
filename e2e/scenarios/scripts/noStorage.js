// A web view without a storage.
Object.defineProperty(window, 'localStorage', { value: null })
