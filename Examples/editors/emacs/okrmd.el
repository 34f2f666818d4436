;;; okrmd.el --- Check and push OKR notes on save -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "28.1"))

;;; Commentary:

;; A minor mode for Markdown notes.  Flymake shows what okrmd cannot carry over to Feishu, and each save sends
;; the records that a note names.  README.md beside this file says how to set it up.

;;; Code:

(require 'flymake)
(require 'json)
(require 'subr-x)

(defgroup okrmd nil "OKR notes in Markdown." :group 'tools)

(defcustom okrmd-command "okrmd" "The program." :type 'string)
(defcustom okrmd-file-regexp "\\.\\(?:md\\|markdown\\)\\'" "Which files are notes." :type 'regexp)
(defcustom okrmd-check-arguments nil "More arguments for okrmd check." :type '(repeat string))
(defcustom okrmd-push-arguments nil "More arguments for okrmd push." :type '(repeat string))

(defvar-local okrmd-status nil "The state of this note's push, for the mode line; nil without one.")
(defvar-local okrmd--message "not pushed yet" "What the last push said.")
(defvar-local okrmd--check nil "The check that runs.")
(defvar-local okrmd--push nil "The push that runs.")
(defvar-local okrmd--saved-again nil "Whether the note was saved while a push ran.")
(defvar okrmd--said-missing nil)

(defun okrmd--installed-p ()
  (or (executable-find okrmd-command)
      (unless okrmd--said-missing
        (setq okrmd--said-missing t)
        (message "okrmd: there is no program %s; install it, or set okrmd-command" okrmd-command)
        nil)))

(defun okrmd--start (arguments done)
  "Start okrmd with ARGUMENTS, a list that no shell sees.
Call DONE in the buffer of the note, with the process, its exit code and its
output."
  (let ((note (current-buffer)))
    (make-process
     :name "okrmd" :noquery t :connection-type 'pipe :coding 'utf-8-unix
     :buffer (generate-new-buffer " *okrmd*")
     :command (cons okrmd-command arguments)
     :sentinel
     (lambda (process _event)
       (unless (process-live-p process)
         (let ((output (with-current-buffer (process-buffer process) (buffer-string))))
           (kill-buffer (process-buffer process))
           (when (buffer-live-p note)
             (with-current-buffer note
               (funcall done process (process-exit-status process) output)))))))))

;;; Diagnostics

(defun okrmd-flymake (report-fn &rest _)
  "Flymake backend: send the text of the buffer to okrmd check.
REPORT-FN gets the diagnostics."
  (when (process-live-p okrmd--check) (kill-process okrmd--check))
  (if (not (okrmd--installed-p))
      (funcall report-fn nil)
    (setq okrmd--check
          (okrmd--start
           `("check" "--diagnostics" "json" ,@okrmd-check-arguments "-")
           (lambda (process _code output)
             ;; A newer check may have been started.
             (when (eq process okrmd--check)
               (funcall report-fn (delq nil (mapcar #'okrmd--diagnostic (split-string output "\n" t))))))))
    (save-restriction
      (widen)
      ;; A note over the limits is not read to its end.
      (ignore-errors
        (process-send-region okrmd--check (point-min) (point-max))
        (process-send-eof okrmd--check)))))

(defun okrmd--diagnostic (line)
  "The diagnostic of a LINE of output, nil for any other line."
  (cond
   ((string-prefix-p "{" line)
    (let-alist (json-read-from-string line)
      (okrmd--diagnostic-at .line .column (intern (concat ":" .severity))
                            (if .code (format "%s [%s]" .message .code) .message))))
   ((string-match "\\`<stdin>:\\([0-9]+\\):\\([0-9]+\\): \\(.*\\)" line)
    (okrmd--diagnostic-at (string-to-number (match-string 1 line)) (string-to-number (match-string 2 line))
                          :error (match-string 3 line)))
   ((string-match "\\`okrmd: error: <stdin>: line \\([0-9]+\\): \\(.*\\)" line)
    (okrmd--diagnostic-at (string-to-number (match-string 1 line)) 1 :error (match-string 2 line)))
   ((string-prefix-p "okrmd: error: " line) (okrmd--diagnostic-at 1 1 :error line))))

(defun okrmd--diagnostic-at (line column type text)
  "A diagnostic of TYPE with TEXT at LINE and COLUMN.
The column is a byte of UTF-8 and counts from 1."
  (save-excursion
    (save-restriction
      (widen)
      (goto-char (point-min))
      (forward-line (1- line))
      ;; Emacs keeps text as UTF-8, so its bytes are those of the file.
      (let* ((start (line-beginning-position))
             (place (or (byte-to-position (+ (position-bytes start) column -1)) start))
             (region (flymake-diag-region (current-buffer) line (1+ (- place start)))))
        (flymake-make-diagnostic (current-buffer) (car region) (cdr region) type text)))))

;;; Pushing

(defun okrmd--push-arguments ()
  `("push" "--hook" ,@okrmd-push-arguments "--" ,(expand-file-name buffer-file-name)))

(defun okrmd-push ()
  "Push the saved note, after the push that runs if there is one."
  (interactive)
  (when (okrmd--installed-p)
    (if (process-live-p okrmd--push)
        (setq okrmd--saved-again t)
      (setq okrmd--saved-again nil okrmd--message "under way")
      (okrmd--mark "pushing")
      (setq okrmd--push (okrmd--start (okrmd--push-arguments) #'okrmd--pushed)))))

(defun okrmd--pushed (_process code output)
  "Tell how a push ended, with its exit CODE and OUTPUT.
Or push what was saved in the meantime."
  (if okrmd--saved-again
      (okrmd-push)
    (let ((said (okrmd--without-path output))
          (failed (/= code 0)))
      ;; A note without a progress id is skipped without a word.
      (setq okrmd--message (cond ((not (string-empty-p said)) said)
                                 (failed (format "okrmd push ended with %d" code))
                                 (t "not asked to be pushed")))
      (okrmd--mark (cond (failed (format "push failed (%d)" code))
                         ((string-empty-p said) nil)
                         (t "pushed")))
      (when okrmd-status
        (message "%s: %s" (file-name-nondirectory buffer-file-name) okrmd--message)))))

(defun okrmd--without-path (output)
  "What OUTPUT says, without the path of this note.
In Chinese the colon after it is a full-width one."
  (let ((path (expand-file-name buffer-file-name)))
    (string-trim (string-replace (concat path "：") "" (string-replace (concat path ": ") "" output)))))

(defun okrmd--mark (status)
  (setq okrmd-status status)
  (force-mode-line-update))

(defun okrmd-status ()
  "Say how the last push of this note ended."
  (interactive)
  (message "okrmd: %s%s" (if okrmd-status (concat okrmd-status ": ") "") okrmd--message))

;;; New notes and records

(defun okrmd--open (arguments file)
  "Let okrmd write FILE with ARGUMENTS, and visit it."
  (when (okrmd--installed-p)
    (okrmd--start arguments
                  (lambda (_process code output)
                    (if (= code 0) (find-file file) (message "%s" (string-trim output)))))))

;;;###autoload
(defun okrmd-new (file)
  "Make the note FILE, with a section for each of your key results."
  (interactive "FNew note: ")
  (setq file (expand-file-name file))
  (okrmd--open (list "new" "--" file) file))

(defun okrmd-next (file)
  "Make next week's note FILE from this one."
  (interactive "FNext week's note: ")
  (when (buffer-modified-p) (user-error "okrmd: save the note first"))
  (setq file (expand-file-name file))
  (okrmd--open (list "next" "-o" file "--" (expand-file-name buffer-file-name)) file))

(defun okrmd-create ()
  "Make a record for each section without one, or for this note.
okrmd writes the ids into the file."
  (interactive)
  (when (buffer-modified-p) (user-error "okrmd: save the note first"))
  (when (okrmd--installed-p)
    (okrmd--start `("push" "--create" ,@okrmd-push-arguments "--" ,(expand-file-name buffer-file-name))
                  (lambda (_process _code output)
                    (unless (buffer-modified-p) (revert-buffer t t t))
                    (message "%s" (okrmd--without-path output))))))

(defun okrmd--push-later ()
  "Push a note whose buffer is closed before its push has ended.
Emacs ends its processes when it is left, but not one that it does not wait for."
  (when (and buffer-file-name (process-live-p okrmd--push))
    ;; An error would keep Emacs from being left.
    (ignore-errors (apply #'call-process okrmd-command nil 0 nil (okrmd--push-arguments)))))

(defun okrmd--leave ()
  "Push what was not pushed to its end before Emacs is left."
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (okrmd--push-later))))

(add-hook 'kill-emacs-hook #'okrmd--leave)

;;; The mode

;;;###autoload
(define-minor-mode okrmd-mode
  "Check this note and push it when it is saved."
  :lighter (:eval (concat " okrmd" (and okrmd-status (concat ": " okrmd-status))))
  (if okrmd-mode
      (progn
        (add-hook 'flymake-diagnostic-functions #'okrmd-flymake nil t)
        (add-hook 'after-save-hook #'okrmd-push nil t)
        (add-hook 'kill-buffer-hook #'okrmd--push-later nil t)
        (flymake-mode 1))
    (remove-hook 'flymake-diagnostic-functions #'okrmd-flymake t)
    (remove-hook 'after-save-hook #'okrmd-push t)
    (remove-hook 'kill-buffer-hook #'okrmd--push-later t)
    (when flymake-mode (flymake-start))))

;;;###autoload
(defun okrmd-mode-maybe ()
  "Turn the mode on in a note that lies on this machine."
  (when (and buffer-file-name
             (string-match-p okrmd-file-regexp buffer-file-name)
             (not (file-remote-p buffer-file-name)))
    (okrmd-mode 1)))

(provide 'okrmd)
;;; okrmd.el ends here
