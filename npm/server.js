// Where there is no page, there is nothing to register: rendering on a server leaves <sayso-survey> to the browser.
export {};
