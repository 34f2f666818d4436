;;; emacs-test.el --- Runs the hook in Emacs -*- lexical-binding: t -*-

;;; Commentary:

;; Started by run.sh, which sets the environment.

;;; Code:

(require 'okrmd)
(require 'seq)

(defvar test-folder (expand-file-name "emacs/" (getenv "WORK")))
(defvar test-messages nil)
(advice-add 'message :before (lambda (&rest arguments)
                               (when (car arguments) (push (apply #'format arguments) test-messages))))

(setq okrmd-command (expand-file-name "watched-okrmd" (getenv "TESTS"))
      okrmd-push-arguments '("--retries" "0")
      make-backup-files nil
      flymake-no-changes-timeout nil)
(add-hook 'find-file-hook #'okrmd-mode-maybe)

(defun test-check (name true &optional got)
  (write-region (format "%s emacs: %s%s\n" (if true "ok" "FAIL") name (if true "" (format " -- got %S" got)))
                nil (getenv "RESULTS") t 'silent))

(defun test-wait (name get wanted)
  "Wait in the event loop of Emacs until what GET returns is WANTED."
  (let ((end (+ (float-time) 20)) got)
    (while (and (not (equal (setq got (funcall get)) wanted)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (test-check name (equal got wanted) got)))

(defun test-sandbox (&rest arguments)
  (with-output-to-string
    (with-current-buffer standard-output
      (apply #'call-process (expand-file-name "sandbox" (getenv "TESTS")) nil t nil arguments))))

(defun test-record () (test-sandbox "text" (getenv "ID1")))
(defun test-status () okrmd-status)

(defun test-list ()
  "The diagnostics as LINE:COLUMN TYPE TEXT; the column is a character and counts from 0."
  (mapcar (lambda (diagnostic)
            (save-excursion
              (goto-char (flymake-diagnostic-beg diagnostic))
              (format "%d:%d %s %s" (line-number-at-pos) (current-column-in-characters)
                      (flymake-diagnostic-type diagnostic) (flymake-diagnostic-text diagnostic))))
          (sort (flymake-diagnostics)
                (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))

(defun current-column-in-characters () (- (point) (line-beginning-position)))

(defun test-first (length)
  "The first LENGTH characters of the first diagnostic."
  (lambda () (let ((first (car (test-list)))) (and first (substring first 0 (min length (length first)))))))

(defun test-line (number text)
  (goto-char (point-min))
  (forward-line (1- number))
  (delete-region (point) (line-end-position))
  (insert text))

(defun test-open (path id text)
  (switch-to-buffer (find-file-noselect path))
  (erase-buffer)
  (insert (format "---\nokr:\n  progress_id: \"%s\"\n---\n\n%s\n" id text)))

(defun test-said (regexp) (seq-filter (lambda (text) (string-match-p regexp text)) test-messages))

(defun test-main ()
  (make-directory test-folder)
  (let ((path (expand-file-name "周报 \"a\" 'b' $(x) [1].md" test-folder)))
    (test-open path (getenv "ID1") "中文 [甲](rel.md) 完\n\n*强调*")
    (save-buffer)
    (test-wait "a save fills Flymake's list; bytes become characters" #'test-list
               '("6:3 :warning a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…) [link-dropped]"
                 "8:0 :note emphasis shown as plain text [emphasis-dropped]"))
    (test-wait "a save changes the record" #'test-record "中文 甲 完|强调")
    (test-wait "the status says so" #'test-status "pushed")
    (test-check "it stands in the mode line"
                ;; format-mode-line does nothing in batch mode.
                (equal (eval (cadr (cadr (assq 'okrmd-mode minor-mode-alist))) t) " okrmd: pushed"))
    (okrmd-status)
    (test-check "so does M-x okrmd-status" (test-said "okrmd: pushed: updated record") test-messages)

    (test-line 8 "")
    (test-line 6 "完成")
    (save-buffer)
    (test-wait "the list is emptied when all is well" #'test-list nil)
    (test-wait "a second save changes the record again" #'test-record "完成")
    (test-wait "the second push ends" #'test-status "pushed")

    ;; The network is away.
    (setenv "OKRMD_BASE_URL" (getenv "AWAY_URL"))
    (test-line 6 "离线")
    (setq test-messages nil)
    (save-buffer)
    (test-wait "without network the status stays on failed" #'test-status "push failed (75)")
    (test-check "without network the note is saved all the same"
                (with-temp-buffer (insert-file-contents path) (search-forward "离线" nil t)))
    (test-check "there is a message" (test-said "cannot connect") test-messages)
    (setenv "OKRMD_BASE_URL" (getenv "SANDBOX_URL"))
    (set-buffer-modified-p t)
    (save-buffer)
    (test-wait "the next save sends it" (lambda () (list (test-record) okrmd-status)) '("离线" "pushed"))

    ;; Saves during a push.
    (test-sandbox "log")
    (test-sandbox "stop")
    (dolist (text '("一" "二" "三"))
      (test-line 6 text)
      (let ((start (float-time)))
        (save-buffer)
        (test-check (concat "a save during a push does not wait for it: " text) (< (- (float-time) start) 2)))
      (when (equal text "一")
        (test-wait "the push runs"
                   (lambda () (with-temp-buffer
                                (insert-file-contents (expand-file-name "pushes" (getenv "WORK")))
                                (buffer-string)))
                   "begin\n")
        (test-check "the status says that it runs" (equal okrmd-status "pushing") okrmd-status)
        ;; Time to read the note, so that the later saves come too late for this push.
        (sleep-for 0.3)))
    (let ((found (test-sandbox "find-token")))
      (test-check "no command line holds the token" (string-empty-p found) found))
    (test-sandbox "go")
    (test-wait "the last of several saves is pushed" #'test-status "pushed")
    (test-check "it is in the record" (equal (test-record) "三") (test-record))
    (let ((log (test-sandbox "log")))
      (test-check "one push at a time, and none too many" (equal log "begin end begin end ") log))

    ;; A buffer that is killed while its save waits.
    (test-sandbox "stop")
    (test-line 6 "四")
    (save-buffer)
    (sleep-for 0.5)
    (test-line 6 "五")
    (save-buffer)
    (kill-buffer)
    (test-sandbox "go")
    (test-wait "what was saved before the buffer was killed is pushed" #'test-record "五")

    ;; Other notes.
    (switch-to-buffer (find-file-noselect (expand-file-name "-dash.md" test-folder)))
    (insert "---\nokr:\n  progress_id: abc\n---\nx")
    (save-buffer)
    (test-wait "front matter that is wrong is shown at its line, in a file with a leading dash"
               (test-first 27) "3:0 :error progress_id must")
    (test-wait "its push fails with its own code" #'test-status "push failed (65)")
    (switch-to-buffer (find-file-noselect (expand-file-name "plain.md" test-folder)))
    (insert "*x*")
    (save-buffer)
    (test-wait "a note without front matter is checked" (test-first 18) "1:0 :note emphasis")
    (test-wait "but has no status" #'test-status nil)

    ;; A new week.
    (let ((new (expand-file-name "周 48.md" test-folder)) (next (expand-file-name "周 49.md" test-folder)))
      (cl-flet ((text (path) (lambda () (let ((buffer (get-file-buffer path)))
                                          (and buffer (with-current-buffer buffer (buffer-string)))))))
        (okrmd-new new)
        (test-wait "okrmd-new visits what okrmd wrote" (text new) "new\n")
        (with-current-buffer (get-file-buffer new) (okrmd-next next))
        (test-wait "okrmd-next visits it, too" (text next) "next\nnew\n")
        (with-current-buffer (get-file-buffer next) (okrmd-create))
        (test-wait "okrmd-create reads the note again" (text next) "next\nnew\ncreated\n")
        (test-check "and says what was made" (test-said "created record 1") test-messages)
        (with-current-buffer (get-file-buffer next)
          (insert "changed")
          (test-check "a note that is not saved is refused"
                      (and (not (ignore-error user-error (okrmd-create) t))
                           (not (ignore-error user-error (okrmd-next new) t))))
          (set-buffer-modified-p nil))))

    (setq test-messages nil okrmd-command "no-such-program")
    (dotimes (_ 2)
      (set-buffer-modified-p t)
      (save-buffer)
      (accept-process-output nil 0.1))
    (test-check "a missing okrmd is said once" (= (length (test-said "no-such-program")) 1) test-messages)
    (setq okrmd-command (expand-file-name "watched-okrmd" (getenv "TESTS")))

    (test-open path (getenv "ID1") "关")
    (okrmd-mode -1)
    (test-sandbox "log")
    (save-buffer)
    (accept-process-output nil 0.5)
    (test-check "without the mode nothing is pushed" (equal (test-sandbox "log") ""))))

(defun test-quit ()
  "Save once or twice while the sandbox does not answer, and quit."
  (test-open (expand-file-name (concat "quit emacs " (getenv "SAVES") ".md") (getenv "WORK"))
             (getenv "QUIT_ID") "甲")
  (save-buffer)
  (when (equal (getenv "SAVES") "2")
    ;; Time for the push to read the note.
    (sleep-for 0.5)
    (test-line 6 "乙")
    (save-buffer)))

(condition-case problem
    (if (getenv "SAVES") (test-quit) (test-main))
  (error (test-check "no error in the test" nil problem)))
(kill-emacs 0)

;;; emacs-test.el ends here
