// The receiver is of another origin.
window.address = `http://localhost:${location.port}/log`
