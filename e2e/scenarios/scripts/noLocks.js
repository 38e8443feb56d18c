// A journal that holds no lock.
window.journalOptions = { locks: null }
