
-- Checkpoints and keys only grow, like the audit log.
CREATE TRIGGER audit_checkpoints_kept BEFORE UPDATE OR DELETE ON audit_checkpoints
FOR EACH ROW EXECUTE FUNCTION audit_entries_only_grow();
CREATE TRIGGER audit_checkpoints_not_emptied BEFORE TRUNCATE ON audit_checkpoints
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_only_grow();
CREATE TRIGGER signing_keys_kept BEFORE UPDATE OR DELETE ON signing_keys
FOR EACH ROW EXECUTE FUNCTION audit_entries_only_grow();
CREATE TRIGGER signing_keys_not_emptied BEFORE TRUNCATE ON signing_keys
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_only_grow();
