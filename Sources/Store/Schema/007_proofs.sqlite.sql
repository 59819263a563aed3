
-- Checkpoints and keys only grow, like the audit log.
CREATE TRIGGER audit_checkpoints_unchanged BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
CREATE TRIGGER audit_checkpoints_kept BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints are never removed'); END;
CREATE TRIGGER signing_keys_unchanged BEFORE UPDATE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'signing keys are never changed'); END;
CREATE TRIGGER signing_keys_kept BEFORE DELETE ON signing_keys
BEGIN SELECT RAISE(ABORT, 'signing keys are never removed'); END;
